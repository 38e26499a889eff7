"""A container for long texts, which scrolls with the same keys as a list."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll

from facilitator.widgets.bindings import SCROLL_BINDINGS


class Scroll(VerticalScroll, inherit_bindings=False):
    """A vertical scroll container that knows the arrow keys and those of vim."""

    BINDINGS: ClassVar[list[BindingType]] = [*SCROLL_BINDINGS]
