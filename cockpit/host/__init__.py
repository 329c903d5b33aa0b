"""This computer: clock, keyring, folders, logs."""
