"""A simulated loss of power: what the disk may hold at any moment, and whether that is enough.

`python -m tests.db.powerloss --points 300` tries many moments and prints figures.
"""
