"""The outbox of the tracker, worked off by the program: what is to be done for action items."""
