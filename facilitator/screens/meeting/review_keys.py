"""The keys that stand on the card of the review, as they work on its screen now."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.dialogs.outcome import OUTCOME_BINDINGS
from facilitator.screens.meeting.card_parts import ShownKey
from facilitator.screens.meeting.review_card import Setting
from facilitator.screens.ticket_keys import DECISION_BINDINGS
from facilitator.widgets.active_bindings import working_bindings

READ_ALL, CHECKS = "review.read", "review.checks"
"""The ids of the bindings that show all of an item, and that ask whether done ones have worked."""


def read_setting(screen: FacilitatorScreen) -> Setting:
    """Return what every card of a review is drawn with; the cursor changes none of it.

    A window that only watches shows no keys.
    """
    settings = screen.facilitator.settings
    outcomes = [*(binding.id or "" for binding in OUTCOME_BINDINGS.values()), READ_ALL]
    decisions = [binding.id or "" for binding in DECISION_BINDINGS]
    return Setting(
        screen.today,
        settings.timezone,
        _shown_keys(screen, outcomes),
        _shown_keys(screen, decisions),
        site=settings.tracker.url,
    )


def _shown_keys(screen: FacilitatorScreen, binding_ids: Sequence[str]) -> tuple[ShownKey, ...]:
    """Return those of some keys that work now, in the order of their ids."""
    bindings = {} if screen.facilitator.read_only else working_bindings(screen, binding_ids)
    return tuple(
        ShownKey(
            binding.key,
            screen.app.get_key_display(binding),
            binding.description.removesuffix("…").lower(),
        )
        for binding_id in binding_ids
        if (binding := bindings.get(binding_id)) is not None
    )
