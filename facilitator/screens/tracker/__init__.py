"""Setting up the tracker of tickets from within the program."""
