"""The trends screen: every figure of a quarter or of the last months, outside of a meeting."""
