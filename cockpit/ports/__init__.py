"""What the cockpit needs from the world: protocols, the values that cross them, the errors."""
