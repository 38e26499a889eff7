"""Some incidents that have something in common: a list of them, and the post-mortem of each."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from db.errors import StoreError
from db.records import IncidentSummary
from facilitator.screens.base import FacilitatorScreen
from facilitator.text import counted
from facilitator.widgets.choice_dialog import ChoiceDialog
from facilitator.widgets.glyphs import REPEAT
from facilitator.widgets.preview import preview_rows
from facilitator.widgets.text import line
from facilitator.widgets.text_dialog import TextDialog

MOST_LISTED = 200
"""How many incidents are listed, the first ones; nobody reads more of them in a dialog."""


async def show_incidents(screen: FacilitatorScreen, title: str, numbers: Sequence[int]) -> None:
    """List incidents, and show the post-mortem of each one that is chosen, until escape.

    Has to run as a dialog step.

    Args:
        screen: The screen to start from.
        title: What the incidents have in common.
        numbers: Their numbers, in the order in which they are listed.
    """
    try:
        summaries = await screen.store.lists.summaries(list(numbers)[:MOST_LISTED])
    except StoreError as error:
        screen.show_not_read(error)
        return
    rows = [(str(summary.number), _row(summary)) for summary in summaries]
    left_out = len(numbers) - len(summaries)
    note = f"and {counted(left_out, 'other')}" if left_out else ""
    chosen: str | None = None
    while rows:
        chosen = await screen.ask(ChoiceDialog(title, rows, note=note, selected=chosen))
        if chosen is None:
            return
        await _show_post_mortem(screen, int(chosen))


async def _show_post_mortem(screen: FacilitatorScreen, number: int) -> None:
    try:
        incident = await screen.store.incidents.get(number)
    except StoreError as error:
        screen.show_not_read(error)
        return
    title = f"#{incident.number} {incident.title}"
    await screen.ask(TextDialog(title, preview_rows(incident, screen.today)))


def _row(summary: IncidentSummary) -> Content:
    """Return an incident with its day, what is open of it, and whether it is a repeat."""
    still_open = counted(summary.open_actions, "action item")
    facts = [
        summary.cause or "not classified",
        f"{REPEAT} repeat" if summary.repeat else "",
        f"{still_open} open" if summary.open_actions else "",
    ]
    return Content.assemble(
        (f"{f'#{summary.number}':<6}", "bold"),
        (f"{summary.date.isoformat()}  ", "$text-muted"),
        line(f"{summary.service} {summary.symptom}"),
        "\n      ",
        line(" · ".join(filter(None, facts)), "$text-muted"),
    )
