"""The rules of the meeting in plain Python: no terminal, no database, no clock of its own."""
