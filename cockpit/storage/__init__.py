"""What is kept on this disk: the journal and the workspace file."""
