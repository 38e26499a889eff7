"""The form that links an incident to a cause of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.records import Incident
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.optimistic_edit import OptimisticEdit
from facilitator.text import shortened
from facilitator.widgets.form import Field, Form


async def ask_cause(screen: FacilitatorScreen, incident: Incident, names: Sequence[str]) -> bool:
    """Ask for the cause that an incident is linked to, by its name; without one it has none.

    Args:
        screen: The screen that the form opens on.
        incident: The incident as it was read.
        names: The names of the catalogue, the likeliest first.

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
    note = names_in_words(names)
    if incident.root_cause:
        note = f"{shortened(incident.root_cause, 220)}\n\n{note}"
    form = Form(title, [field], save, about=incident.id, note=note)
    return await screen.ask(form) is not None


def names_in_words(names: Sequence[str]) -> str:
    """Return the names of the catalogue as a note of a form."""
    return shortened(f"Known: {', '.join(names)}", 300) if names else "The catalogue is empty"
