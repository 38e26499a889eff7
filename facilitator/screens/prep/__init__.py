"""Prep: one incident's post-mortem, written alone and section by section."""

from facilitator.screens.prep.screen import PrepScreen

__all__ = ["PrepScreen"]
