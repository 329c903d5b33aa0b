"""Real servers for tests: found or installed, on free loopback ports, ended by process id."""
