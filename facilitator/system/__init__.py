"""What the program needs of the machine that it runs on: clocks, time zone and text editor."""
