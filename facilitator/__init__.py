"""Runs a software team's 50-minute post-mortem meeting from the terminal."""

__version__ = "0.1.0"
