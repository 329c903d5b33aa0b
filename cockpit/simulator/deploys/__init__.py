"""A deploy server that rolls back in steps."""
