"""The forms about themes: a new one, one that was found, a merge of two, and the decision."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date

from db.records import Theme
from facilitator.domain.themes.comparison import Counts
from facilitator.domain.themes.found import FoundTheme
from facilitator.domain.themes.theme_overview import ThemeOverview
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.optimistic_edit import OptimisticEdit
from facilitator.text import counted, shortened
from facilitator.widgets.form import Field, Form
from facilitator.widgets.question import Question


def counts_in_words(counts: Counts) -> str:
    """Return how many incidents have something now and had it before: `6 of 20, was 3 of 60`."""
    return (
        f"{counts.recent:,} of {counts.of_recent:,}, was {counts.before:,} of {counts.of_before:,}"
    )


async def ask_new_theme(
    screen: FacilitatorScreen, numbers: Sequence[int], owners: Sequence[str]
) -> Theme | None:
    """Ask for a new theme, and return it once it is saved.

    Args:
        screen: The screen that the form opens on.
        numbers: The incidents that show the theme.
        owners: The people who may own a systemic issue.
    """

    async def save(values: Mapping[str, str]) -> Theme:
        theme = await screen.saving(screen.store.themes.add(values["name"], numbers))
        return await _decided(screen, theme, values)

    fields = [
        Field("name", "Theme", hint="what recurs, in a few words"),
        *_decision_fields(screen, owners),
    ]
    return await screen.ask(Form("New theme", fields, save))


async def ask_keep(
    screen: FacilitatorScreen, found: FoundTheme, owners: Sequence[str]
) -> Theme | None:
    """Ask under which name to keep a theme that was found, and what was decided, if anything.

    Its incidents are linked to it. A theme of that name that is there already gets them as well.
    """

    async def save(values: Mapping[str, str]) -> Theme:
        term, name = found.feature.term, values["name"]
        theme = await screen.saving(screen.store.found_terms.keep(term, name, found.incidents))
        return await _decided(screen, theme, values)

    fields = [
        Field("name", "Theme", found.name, "what recurs, in a few words", offered=True),
        *_decision_fields(screen, owners),
    ]
    incidents = counted(len(found.incidents), "incident")
    form = Form(
        f"Keep “{found.name}” as a theme",
        fields,
        save,
        about=found.feature.term,
        note=f"{counts_in_words(found.counts)}. The theme is linked to {incidents}.",
    )
    return await screen.ask(form)


async def ask_decision(screen: FacilitatorScreen, theme: Theme, owners: Sequence[str]) -> bool:
    """Ask for the systemic issue behind a theme, its owner and day; return whether it is saved."""
    edit = OptimisticEdit(screen, theme)

    async def save(values: Mapping[str, str]) -> bool:
        systemic, owner = values["systemic"], values["owner"]
        decided_on = _decided_on(screen, values)
        await edit.save(
            lambda current: screen.store.themes.decide(current, systemic, owner, decided_on)
        )
        await screen.reread()
        return True

    fields = _decision_fields(screen, owners, theme)
    form = Form(f"Systemic issue: {theme.name}", fields, save, about=theme.id)
    return await screen.ask(form) is not None


async def ask_merge(screen: FacilitatorScreen, found: FoundTheme, overview: ThemeOverview) -> bool:
    """Ask which theme a found one is the same as, and count the two as one from then on.

    Where that one has been named already, it gets the incidents of the found one.

    Returns:
        Whether they are one now.
    """
    others = {other.name: other for other in overview.found if other.feature != found.feature}
    named = [entry.theme.name for entry in overview.named]
    names = [*others, *(name for name in named if name not in others)]

    async def save(values: Mapping[str, str]) -> bool:
        name = _chosen(names, values["into"])
        term, terms = found.feature.term, screen.store.found_terms
        if name in others:
            await screen.saving(terms.merge(term, others[name].feature.term))
        else:
            await screen.saving(terms.keep(term, name, found.incidents))
        await screen.reread()
        return True

    form = _merge_form(found.name, names, save, found.feature.term)
    return await screen.ask(form) is not None


async def ask_merge_named(screen: FacilitatorScreen, theme: Theme, overview: ThemeOverview) -> bool:
    """Ask which other theme the incidents of a named one go to; the named one is then deleted.

    Returns:
        Whether they are one now.
    """
    others = {entry.theme.name: entry.theme for entry in overview.named}
    others.pop(theme.name, None)

    async def save(values: Mapping[str, str]) -> bool:
        into = others[_chosen(list(others), values["into"])]
        await screen.saving(screen.store.themes.merge(theme.id, into.id))
        await screen.reread()
        return True

    after = f"“{theme.name}” is deleted then, and u brings it back."
    form = _merge_form(theme.name, list(others), save, theme.id, after)
    return await screen.ask(form) is not None


def _merge_form(
    name: str,
    names: Sequence[str],
    save: Callable[[Mapping[str, str]], Awaitable[bool]],
    about: object,
    after: str = "",
) -> Form[bool]:
    """Return the form that asks which of some themes another one is the same as."""
    known = shortened(f"Known: {', '.join(names)}", 300) if names else "There is no other theme"
    field = Field("into", "Into", hint="the theme that it is the same as", suggestions=names)
    note = "\n".join(filter(None, [known, after]))
    return Form(f"Merge “{shortened(name, 160)}”", [field], save, about=about, note=note)


def _chosen(names: Sequence[str], typed: str) -> str:
    """Return the name that was typed, whatever its case.

    Raises:
        ValueError: No theme has it.
    """
    wanted = typed.strip().casefold()
    name = next((name for name in names if name.casefold() == wanted), None)
    if name is None:
        raise ValueError("into: write the name of another theme")
    return name


async def ask_what_to_do(screen: FacilitatorScreen, found: FoundTheme) -> str | None:
    """Ask what a room wants to do with a theme that was found, and return the key of the answer."""
    kind, counts = found.feature.kind.words, found.counts
    return await screen.ask(
        Question(
            f"Rising: {found.name}",
            (
                ("k", "keep it as a theme, or as a systemic issue"),
                ("h", "hide it for good"),
                ("m", "merge it with another theme"),
                ("i", "see its incidents"),
            ),
            detail=f"This {kind} is in {counts.recent:,} of {counted(counts.of_recent, 'incident')}"
            f" of late; before, in {counts.before:,} of {counts.of_before:,}.",
        )
    )


def _decision_fields(
    screen: FacilitatorScreen, owners: Sequence[str], theme: Theme | None = None
) -> list[Field]:
    """Return the fields of a decision, with what was decided about a theme, if anything was."""
    systemic, owner = ("", "") if theme is None else (theme.systemic, theme.owner)
    day = screen.today if theme is None else theme.decided_on or screen.today
    return [
        Field("systemic", "Issue", systemic, "the systemic issue to address, if decided"),
        Field("owner", "Owner", owner, "who takes it on", suggestions=owners),
        Field("decided_on", "Decided", day.isoformat(), "on which day", offered=True),
    ]


async def _decided(screen: FacilitatorScreen, theme: Theme, values: Mapping[str, str]) -> Theme:
    """Store the decision of a form for a theme that was just made, and show both."""
    if values["systemic"].strip():
        theme = await screen.saving(
            screen.store.themes.decide(
                theme, values["systemic"], values["owner"], _decided_on(screen, values)
            )
        )
    await screen.reread()
    return theme


def _decided_on(screen: FacilitatorScreen, values: Mapping[str, str]) -> date | None:
    """Return the day of a decision; None where nothing is decided.

    Raises:
        ValueError: What was typed is no day, or one to come.
    """
    if not values["systemic"].strip():
        return None
    day = screen.parse_past_day(values["decided_on"]) or screen.today
    if day > screen.today:
        raise ValueError("decided: write a day up to today")
    return day
