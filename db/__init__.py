"""The database: its tables and migrations, and the store through which the program uses them."""
