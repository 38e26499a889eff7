"""The command `doctor`: checks of the database, its surroundings and this machine."""
