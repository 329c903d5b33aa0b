"""Systems that keep metrics."""
