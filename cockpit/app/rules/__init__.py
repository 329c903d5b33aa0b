"""What the workspace promises and defends, as rules for the team's own metrics server."""
