"""Services in the order in which things happen, and the lanes that they run on."""
