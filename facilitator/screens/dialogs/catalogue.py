"""The forms that put the catalogue of causes in order: another name, two that merge, one split."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence

from db.records import Cause, ListedCause
from db.vocabulary import CauseCategory
from facilitator.domain.labels import CATEGORY_LABELS, choices
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.dialogs.cause import names_in_words
from facilitator.screens.optimistic_edit import OptimisticEdit
from facilitator.text import counted, shortened
from facilitator.widgets.form import Field, Form
from facilitator.widgets.question import Question

NO_CATEGORY = "–"


async def ask_edited_cause(
    screen: FacilitatorScreen,
    listed: ListedCause,
    catalogue: Sequence[ListedCause],
    likely: Sequence[CauseCategory],
) -> Cause | None:
    """Ask for another name or category of a cause; where another has the name, offer to merge them.

    Args:
        screen: The screen that the form opens on.
        listed: The cause.
        catalogue: All causes.
        likely: The categories that it is likely to be of; they are the first to choose from.

    Returns:
        The cause that its incidents have now, or None where nothing was changed.
    """
    edit = OptimisticEdit(screen, listed.cause)
    others = _others(listed, catalogue)

    async def save(values: Mapping[str, str]) -> Cause:
        name, chosen = values["name"], values["category"]
        taken = _named(name, others)
        if taken is not None:
            return taken
        category = None if chosen == NO_CATEGORY else CauseCategory(chosen)
        return await edit.save(lambda current: screen.store.causes.edit(current, name, category))

    edited = await screen.ask(_cause_form(listed.cause, likely, save))
    if edited is None or edited.id == listed.cause.id:
        return edited
    return await _ask_whether_to_merge(
        screen, listed, edited, f"“{edited.name}” is in the catalogue already. Merge the two?"
    )


def _cause_form(
    cause: Cause,
    likely: Sequence[CauseCategory],
    save: Callable[[Mapping[str, str]], Awaitable[Cause]],
) -> Form[Cause]:
    """Return the form with the name and the category of a cause."""
    category = cause.category or NO_CATEGORY
    fields = [
        Field("name", "Name", cause.name),
        Field("category", "Category", category, choices=_categories(likely)),
    ]
    words = ", ".join(CATEGORY_LABELS[category].name for category in likely)
    note = f"By what was written, its category may be: {words}" if likely else ""
    return Form(f"Cause “{cause.name}”", fields, save, about=cause.id, note=note)


async def ask_split(
    screen: FacilitatorScreen, listed: ListedCause, names: Sequence[str]
) -> Cause | None:
    """Ask which incidents of a cause get another one, and which, and give it to them.

    Args:
        screen: The screen that the form opens on.
        listed: The cause.
        names: The names of the catalogue.

    Returns:
        The cause that these incidents have now, or None where nothing was changed.
    """

    async def save(values: Mapping[str, str]) -> Cause:
        numbers = _parse_numbers(values["incidents"])
        return await screen.saving(
            screen.store.causes.split(listed.cause.id, values["name"], numbers)
        )

    shown = " ".join(f"#{number}" for number in listed.incidents)
    fields = [
        Field("incidents", "Incidents", hint="the numbers of those that get another cause"),
        Field("name", "Their cause", hint="a new one, or one of the catalogue", suggestions=names),
    ]
    note = f"It has {counted(len(listed.incidents), 'incident')}: {shortened(shown, 300)}"
    title = f"Split “{listed.cause.name}”"
    return await screen.ask(
        Form(title, fields, save, about=listed.cause.id, note=note, verb="Split")
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
    form = Form(
        f"Merge “{name}”", [field], choose, about=listed.cause.id, note=names_in_words(names)
    )
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


def _categories(likely: Sequence[CauseCategory]) -> dict[str, str]:
    """Return the choices of a category: none at first, then the likely ones, then the others."""
    labels = choices(CATEGORY_LABELS)
    first = {category.value: labels[category.value] for category in likely}
    return {NO_CATEGORY: "none yet"} | first | labels


def _others(listed: ListedCause, catalogue: Sequence[ListedCause]) -> list[Cause]:
    return [entry.cause for entry in catalogue if entry.cause.id != listed.cause.id]


def _named(name: str, causes: Sequence[Cause]) -> Cause | None:
    """Return the cause that has this name, whatever its case."""
    wanted = name.strip().casefold()
    return next((cause for cause in causes if cause.name.casefold() == wanted), None)


def _parse_numbers(typed: str) -> list[int]:
    """Return the numbers of incidents that were typed, such as `#44, #37` or `44 37`.

    Raises:
        ValueError: One of them is no number.
    """
    numbers = []
    for word in re.split(r"[\s,]+", typed.strip()):
        digits = word.removeprefix("#")
        if word and not digits.isdecimal():
            raise ValueError(f"incidents: expected numbers such as #44 #37, got {word!r}")
        if word:
            numbers.append(int(digits))
    return numbers
