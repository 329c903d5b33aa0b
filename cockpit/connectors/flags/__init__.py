"""Systems that serve feature flags."""
