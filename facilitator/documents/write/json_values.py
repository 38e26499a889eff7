"""Single values as JSON writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

JsonObject = dict[str, Any]


def moment(at: datetime | None) -> str | None:
    """Return a time as ISO 8601 in UTC with a Z; microseconds only where they are not zero."""
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def day(on: date | None) -> str | None:
    """Return a date as ISO 8601."""
    return None if on is None else on.isoformat()
