"""A long text that is read with the keys of a list."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll

from facilitator.widgets.motions import SCROLLS


class Scroll(VerticalScroll, inherit_bindings=False):
    """Scrolled with the arrows, and with vim's keys."""

    BINDINGS: ClassVar[list[BindingType]] = [*SCROLLS]
