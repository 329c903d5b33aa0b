"""The shop itself: customers, traffic, releases and faults."""
