"""The terms of all incidents: read from the store, and counted where it has none."""
