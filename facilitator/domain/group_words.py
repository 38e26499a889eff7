"""What people call the groups that incidents are counted by, such as a trigger or an hour."""

from __future__ import annotations

from db.vocabulary import Trigger
from facilitator.domain.labels import TRIGGER_LABELS

UNKNOWN = "not known"
"""What stands for a severity, a trigger or an hour that nobody has written down."""


def group_in_words(by: str, name: str | None) -> str:
    """Return what people call a group: `config push` for `config_push`, `14:00` for the hour `14`.

    Args:
        by: What the incidents are counted by, such as `trigger` or `hour`.
        name: The name of the group in the figures; None where it is not known.
    """
    if name is None:
        return UNKNOWN
    if by == "trigger":
        return TRIGGER_LABELS[Trigger(name)].name
    return f"{name}:00" if by == "hour" else name
