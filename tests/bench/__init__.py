"""Measurements: each prints figures and ratios to a limit of the same run, and judges nothing."""
