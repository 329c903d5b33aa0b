"""Pure rules and arithmetic of a release: no clock, disk, socket or thread."""
