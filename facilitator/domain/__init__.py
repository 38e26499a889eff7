"""The rules of the meeting in plain Python.

Nothing here knows the terminal or the database, or reads the clock of the machine: records and
times are handed in, and results are returned.
"""
