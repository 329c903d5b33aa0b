"""Cut the power of a program at any moment, and see what the disk has left."""
