"""A loop that ends the real program at random moments while it is used, and checks what is left.

`python -m tests.e2e.killloop --rounds 1000` runs it for as long as you like and prints figures.
"""
