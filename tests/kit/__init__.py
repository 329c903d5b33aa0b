"""What tests share: builders, fakes, a faulty server, and real servers."""
