"""A meeting: what its stages share, and those that are one screen each."""
