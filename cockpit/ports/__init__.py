"""What the cockpit needs from the world: protocols, the frozen values that cross them, the errors."""
