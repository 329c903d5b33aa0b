"""Systems that roll a deployment back."""
