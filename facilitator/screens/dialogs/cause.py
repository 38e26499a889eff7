"""The forms about causes: which one an incident has, another name for one, and two that merge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.records import Cause, Incident, ListedCause
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.optimistic_edit import OptimisticEdit
from facilitator.text import counted, shortened
from facilitator.widgets.form import Field, Form
from facilitator.widgets.question import Question


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
    note = _known(names)
    if incident.root_cause:
        note = f"{shortened(incident.root_cause, 220)}\n\n{note}"
    form = Form(title, [field], save, about=incident.id, note=note)
    return await screen.ask(form) is not None


async def ask_new_name(
    screen: FacilitatorScreen, listed: ListedCause, catalogue: Sequence[ListedCause]
) -> Cause | None:
    """Ask for another name for a cause; where another cause has it, offer to merge the two.

    Returns:
        The cause that its incidents have now, or None where nothing was changed.
    """
    rename_cause = screen.store.causes.rename
    edit = OptimisticEdit(screen, listed.cause)
    others = _others(listed, catalogue)

    async def save(values: Mapping[str, str]) -> Cause:
        name = values["name"]
        taken = _named(name, others)
        if taken is not None:
            return taken
        return await edit.save(lambda current: rename_cause(current, name))

    field = Field("name", "Name", listed.cause.name)
    title = f"Rename “{listed.cause.name}”"
    named = await screen.ask(Form(title, [field], save, about=listed.cause.id))
    if named is None or named.id == listed.cause.id:
        return named
    return await _ask_whether_to_merge(
        screen, listed, named, f"“{named.name}” is in the catalogue already. Merge the two?"
    )


async def ask_merge(
    screen: FacilitatorScreen, listed: ListedCause, catalogue: Sequence[ListedCause]
) -> Cause | None:
    """Ask which other cause the incidents of this one get instead, and merge the two.

    Returns:
        The cause that its incidents have now, or None where nothing was changed.
    """
    others = _others(listed, catalogue)
    names = [cause.name for cause in others]

    async def choose(values: Mapping[str, str]) -> Cause:
        into = _named(values["into"], others)
        if into is None:
            raise ValueError("into: no other cause in the catalogue has that name")
        return into

    name = listed.cause.name
    field = Field("into", "Into", hint="the cause that stays", suggestions=names)
    form = Form(f"Merge “{name}”", [field], choose, about=listed.cause.id, note=_known(names))
    into = await screen.ask(form)
    if into is None:
        return None
    return await _ask_whether_to_merge(screen, listed, into, f"Merge “{name}” into “{into.name}”?")


async def _ask_whether_to_merge(
    screen: FacilitatorScreen, listed: ListedCause, into: Cause, question: str
) -> Cause | None:
    """Say what a merge will do, and do it where the answer is yes."""
    name = listed.cause.name
    incidents = counted(len(listed.incidents), "incident")
    answer = await screen.ask(
        Question(
            question,
            (("m", "merge them; undo brings both back"), ("k", "keep both as they are")),
            detail=f"{incidents} of “{name}” will have the cause “{into.name}”, and “{name}” leaves"
            " the catalogue.",
        )
    )
    if answer != "m":
        return None
    return await screen.save(screen.store.causes.merge(listed.cause.id, into.id))


def _others(listed: ListedCause, catalogue: Sequence[ListedCause]) -> list[Cause]:
    return [entry.cause for entry in catalogue if entry.cause.id != listed.cause.id]


def _named(name: str, causes: Sequence[Cause]) -> Cause | None:
    """Return the cause that has this name, whatever its case."""
    wanted = name.strip().casefold()
    return next((cause for cause in causes if cause.name.casefold() == wanted), None)


def _known(names: Sequence[str]) -> str:
    return shortened(f"Known: {', '.join(names)}", 300) if names else "The catalogue is empty"
