"""The change that adds what a draft holds: by its id a later start knows that it was added."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

CHANGE = "the change that adds it"
"""The name among the values of a draft, which no field has."""


def with_change(values: Mapping[str, str], change: UUID) -> dict[str, str]:
    """Return the values of a draft with the id of the change that is to add them."""
    return {**values, CHANGE: str(change)}


def draft_change(values: Mapping[str, str]) -> UUID | None:
    """Return the id of the change that was to add a draft; None where it has none."""
    try:
        return UUID(values.get(CHANGE, ""))
    except ValueError:
        return None
