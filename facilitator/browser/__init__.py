"""The program in a browser: each tab is a process of its own on the same database."""
