"""The base of every screen that opens on top of another one."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from facilitator.widgets.bindings import COMMON_BINDINGS
from facilitator.widgets.partial_compositor import PartialCompositor

ResultT = TypeVar("ResultT")

DIALOG_STEPS = "dialog steps"
"""The group of the workers that open dialogs one after the other and act on their results."""


class Modal(ModalScreen[ResultT], inherit_bindings=False):
    """A screen on top of another one, with the keys that every screen has.

    It is dismissed with a result, or with None when the user leaves it without one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*COMMON_BINDINGS]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - as Screen declares it
        (0, "-short"),
        (32, "-tall"),
        (50, "-towering"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._compositor = PartialCompositor()

    def description_of(self, binding: Binding) -> str:
        """Return what a key does now, in a word or two, for the key bar."""
        return binding.description
