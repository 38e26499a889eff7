"""Reading values out of what Jira says, which may lack anything or be of another shape."""

from __future__ import annotations

from typing import Any

from facilitator.text import one_line


def found(value: Any, *path: str | int) -> Any:
    """Return what is at a path of keys and places; None where there is nothing."""
    for step in path:
        if isinstance(step, str):
            value = value.get(step) if isinstance(value, dict) else None
        else:
            value = value[step] if isinstance(value, list) and step < len(value) else None
    return value


def items(value: Any, *path: str | int) -> list[Any]:
    """Return the list at a path; an empty one where there is none."""
    listed = found(value, *path)
    return listed if isinstance(listed, list) else []


def words(value: Any, *path: str | int) -> str:
    """Return the text at a path on one line, safe to show; "" where there is none."""
    text = found(value, *path)
    return one_line(text) if isinstance(text, str) else ""


def identifier(value: Any, *path: str | int) -> str:
    """Return the id at a path, which Jira writes as a text here and as a number there."""
    text = found(value, *path)
    is_id = isinstance(text, str | int) and not isinstance(text, bool)
    return one_line(str(text)) if is_id else ""
