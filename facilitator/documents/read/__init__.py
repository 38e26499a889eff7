"""Reading documents: JSON strictly, Markdown in whatever words a team wrote it."""
