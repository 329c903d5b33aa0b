"""A shop with traffic, releases and faults behind real HTTP servers; stands alone."""
