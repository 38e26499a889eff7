"""What everything that opens on top of a screen has in common."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.screen import ModalScreen

from facilitator.widgets.motions import AROUND


class Modal(ModalScreen[None], inherit_bindings=False):
    """A screen on top of another, with the keys that every screen has."""

    BINDINGS: ClassVar[list[BindingType]] = [*AROUND]
