"""What people have to be told about their database when it is opened."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NoticeKind(StrEnum):
    """When people are told something about their database."""

    EVENT = "event"
    """It was done just now, so that commands say it too."""
    START = "start"
    """It is so, and is said at each start of the full-screen program."""
    PLACE = "place"
    """It is so, and is said once for each database."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence about the database for the people who have opened it."""

    kind: NoticeKind
    text: str
