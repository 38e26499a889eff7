"""The sections of the store: one module for each group of operations."""
