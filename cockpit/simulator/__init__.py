"""A shop with traffic, releases and faults behind real HTTP servers; knows nothing of the cockpit."""
