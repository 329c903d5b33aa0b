"""The outside over HTTP, one file for each system."""
