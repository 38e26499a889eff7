"""Where the program opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Start:
    """The first screen. number: the incident to meet about; without one, whatever is running."""

    screen: Literal["home", "meet"] = "home"
    number: int | None = None
