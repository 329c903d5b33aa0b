"""A flag server that speaks like Unleash."""
