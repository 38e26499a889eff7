"""The labels with which our Markdown names the kind of a factor or a finding.

`**Slowed detection:** No alert on the queue` is such a line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from db.vocabulary import FactorKind, FindingKind
from facilitator.domain.labels import FACTOR_LABELS, FINDING_LABELS, WENT_WRONG, Label

K = TypeVar("K", FactorKind, FindingKind)
FACTOR_KINDS: Mapping[str, FactorKind] = {label.name: kind for kind, label in FACTOR_LABELS.items()}
"""The kinds of factors by their names."""
WRONG_KINDS: Mapping[str, FindingKind] = {FINDING_LABELS[kind].name: kind for kind in WENT_WRONG}
"""The kinds of what went wrong by their names."""
_LABEL = re.compile(r"\*\*([^*:]{1,40}?)\s*(?::\*\*|\*\*\s*:)\s+(.*\S)\s*", re.DOTALL)


def labelled(label: Label, text: str) -> str:
    """Return a line of a list that begins with the name of its kind."""
    return f"**{label.title}:** {text}"


def take_label(line: str, kinds: Mapping[str, K]) -> tuple[K | None, str]:
    """Return the kind that a line begins with, and the text after it.

    Where the line begins with none of the kinds it is None and the whole line.
    """
    match = _LABEL.fullmatch(line)
    kind = kinds.get(match[1].casefold()) if match else None
    return (None, line) if match is None or kind is None else (kind, match[2])
