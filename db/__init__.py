"""The database: tables, migrations, and the store that is its one door."""
