"""The labels under the title of our Markdown, such as `- Severity: SEV1`."""

from __future__ import annotations

import re
from enum import StrEnum


class HeadLabel(StrEnum):
    """A label under the title, in the order in which they are written.

    `CAME_BACK` is worked out from other incidents, so an import passes over it.
    """

    SERVICE = "Service"
    KIND = "Kind"
    SEVERITY = "Severity"
    TRIGGER = "Trigger"
    STATUS = "Status"
    ID = "ID"
    ENDED = "Ended"
    CAUSE = "Cause"
    CATEGORY = "Cause category"
    CAME_BACK = "Came back"
    THEME = "Theme"
    DUPLICATE = "Duplicate of"


_LINE = re.compile(rf"- ({'|'.join(HeadLabel)}): (.*\S)\s*")


def label_in(line: str) -> tuple[HeadLabel, str] | None:
    """Return the label of a line and its value, still escaped; None where it has no label."""
    match = _LINE.fullmatch(line)
    return None if match is None else (HeadLabel(match[1]), match[2])
