"""The schema's history, as Alembic migrations; a released one is never edited."""

HEAD = "0002"
"""The newest revision: known without loading Alembic, so that an up-to-date start is quick."""
