"""Where the program opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Start:
    """The first screen. number: the incident; to meet needs none where a meeting is running."""

    screen: Literal["home", "meet", "prep", "watch"] = "home"
    number: int | None = None
