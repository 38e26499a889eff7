"""The form that links an incident to a cause of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.records import Incident
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.optimistic_edit import OptimisticEdit
from facilitator.text import shortened
from facilitator.widgets.form import Field, Form

MOST_ALIKE = 2
"""How many causes that an incident looks like the form names: a small terminal has no more room."""


async def ask_cause(
    screen: FacilitatorScreen,
    incident: Incident,
    names: Sequence[str],
    looks_like: Sequence[str] = (),
) -> bool:
    """Ask for the cause that an incident is linked to, by its name; without one it has none.

    Args:
        screen: The screen that the form opens on.
        incident: The incident as it was read.
        names: The names of the catalogue, the likeliest first.
        looks_like: The causes that it looks like, each with why, the likeliest first.

    Returns:
        Whether it is saved.
    """
    set_cause = screen.store.incidents.set_cause
    edit = OptimisticEdit(screen, incident)

    async def save(values: Mapping[str, str]) -> bool:
        name = values["name"].strip() or None
        await edit.save(lambda current: set_cause(current.id, name, current))
        await screen.reread()
        return True

    title = f"Cause of #{incident.number} {incident.service} {incident.symptom}"
    hint = "short reusable name, such as retry storm"
    if incident.cause is not None:
        hint = "leave it empty to remove the link"
    field = Field(
        "name", "Cause", incident.cause.name if incident.cause else "", hint, suggestions=names
    )
    alike = [f"Looks like {shortened(words, 120)}" for words in looks_like[:MOST_ALIKE]]
    note = "\n".join([*alike, names_in_words(names, 65 if alike else 300)])
    if incident.root_cause:
        # All of it has to fit into the form of a small terminal, with the keys below it.
        note = f"{shortened(incident.root_cause, 190 if alike else 220)}\n\n{note}"
    form = Form(title, [field], save, about=incident.id, note=note)
    return await screen.ask(form) is not None


def names_in_words(names: Sequence[str], longest: int = 300) -> str:
    """Return the names of the catalogue as a note of a form, in at most so many characters."""
    return shortened(f"Known: {', '.join(names)}", longest) if names else "The catalogue is empty"
