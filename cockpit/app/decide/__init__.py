"""Questions of scripts, one a line, answered by the same functions that the boards ask."""
