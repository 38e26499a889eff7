"""The screen of the themes: those that were found, and those that were named."""
