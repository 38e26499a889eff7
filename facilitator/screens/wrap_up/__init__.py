"""The wrap-up: the rules, who commits to what, what changed, and what to take away from it."""

from __future__ import annotations

from facilitator.screens.wrap_up.screen import WrapUpScreen

__all__ = ["WrapUpScreen"]
