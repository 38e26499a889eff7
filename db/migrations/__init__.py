"""The migrations of the schema. One that was released is never edited."""

HEAD = "0009"
"""The newest revision, stated here so that opening an up-to-date database loads no Alembic."""
