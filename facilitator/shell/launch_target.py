"""The screen that the program is started for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class LaunchTarget:
    """The first screen of the program.

    Attributes:
        screen: Which screen it is.
        number: The number of the incident to prepare or to meet about. A meeting needs none
            where one is running, or where the newest draft is meant.
    """

    screen: Literal["home", "meet", "prep", "watch"] = "home"
    number: int | None = None
