"""The wrap-up of a meeting: rules, commitments, changes, lessons and the summary."""

from __future__ import annotations

from facilitator.screens.wrap_up.wrap_up_screen import WrapUpScreen

__all__ = ["WrapUpScreen"]
