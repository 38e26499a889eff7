"""How a team will know whether an action item works, and what it finds when it checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from db.records import ActionItem, DueCheck
from db.vocabulary import ActionKind, CheckResult
from facilitator.domain.checks import default_check_day
from facilitator.domain.due_dates import short_day
from facilitator.domain.labels import ACTION_KIND_LABELS, choices
from facilitator.domain.team_day import team_day
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.optimistic_edit import OptimisticEdit
from facilitator.text import shortened
from facilitator.widgets.form import Field, Form
from facilitator.widgets.question import Answer, Question

NO_KIND = "–"
KINDS = {NO_KIND: "not said yet"} | choices(ACTION_KIND_LABELS)
ANSWERS: Sequence[Answer] = (
    ("h", "it held"),
    ("n", "it did not hold…"),
    ("a", "ask again on another day…"),
)
"""What can be said of an item that is checked, each with its key."""


async def ask_check_plan(screen: FacilitatorScreen, item: ActionItem) -> bool:
    """Ask what an item is for, and how and on which day the team will know whether it works.

    Has to run as a dialog step.

    Returns:
        Whether it is saved.
    """
    edit = OptimisticEdit(screen, item)
    offered = default_check_day(item.due, screen.today).isoformat()

    async def save(values: Mapping[str, str]) -> bool:
        kind = None if values["kind"] == NO_KIND else ActionKind(values["kind"])
        check_how = values["check_how"].strip()
        check_on = _parse_day(screen, "check_on", values["check_on"])
        if not check_how and item.check_on is None and values["check_on"] == offered:
            # Nobody has said what to check: the day was only an offer.
            check_on = None
        await edit.save(
            lambda current: screen.store.actions.edit(
                current,
                action=current.action,
                owner=current.owner,
                priority=current.priority,
                due=current.due,
                ticket=current.ticket,
                kind=kind,
                check_how=check_how,
                check_on=check_on,
            )
        )
        return True

    fields = _plan_fields(item, offered)
    title = f"How will we know that “{shortened(item.action, 120)}” works?"
    note = "All of it is optional. Once the item is done, the review asks on that day."
    return await screen.ask(Form(title, fields, save, about=item.id, note=note)) is not None


def _plan_fields(item: ActionItem, offered: str) -> list[Field]:
    """Return the fields of a check; the day is offered where none is set yet."""
    day = offered if item.check_on is None else item.check_on.isoformat()
    return [
        Field("check_how", "We will know", item.check_how, "no page about it for a month"),
        Field("check_on", "Check on", day, "a day; leave it empty for none", offered=True),
        Field("kind", "It is to", item.kind or NO_KIND, choices=KINDS),
    ]


async def ask_whether_it_worked(
    screen: FacilitatorScreen, due: DueCheck, meeting_id: UUID | None = None
) -> bool:
    """Ask whether an item that is done has worked, and save the answer.

    Has to run as a dialog step.

    Args:
        screen: The screen that the question opens on.
        due: The item.
        meeting_id: The meeting that checks it, or None outside of one.

    Returns:
        Whether an answer is saved.
    """
    item = due.item
    question = Question(
        f"Did it work? “{shortened(item.action, 160)}”", ANSWERS, detail=_detail(screen, due)
    )
    answer = await screen.ask(question)
    check = screen.store.actions.check
    if answer == "h":
        saved = await screen.save(check(item.id, CheckResult.HELD, meeting_id=meeting_id))
        return saved is not None
    form = {"n": _what_happened, "a": _ask_again}.get(answer or "")
    return form is not None and await screen.ask(form(screen, item, meeting_id)) is not None


def _what_happened(
    screen: FacilitatorScreen, item: ActionItem, meeting_id: UUID | None
) -> Form[ActionItem]:
    async def save(values: Mapping[str, str]) -> ActionItem:
        return await screen.saving(
            screen.store.actions.check(
                item.id, CheckResult.DID_NOT_HOLD, values["note"], meeting_id=meeting_id
            )
        )

    field = Field("note", "What happened", hint="optional, such as: it paged again on Sunday")
    title = f"“{shortened(item.action, 160)}” did not hold"
    return Form(title, [field], save, about=item.id)


def _ask_again(
    screen: FacilitatorScreen, item: ActionItem, meeting_id: UUID | None
) -> Form[ActionItem]:
    async def save(values: Mapping[str, str]) -> ActionItem:
        day = _parse_day(screen, "again_on", values["again_on"])
        return await screen.saving(
            screen.store.actions.check(
                item.id, CheckResult.ASK_AGAIN, meeting_id=meeting_id, again_on=day
            )
        )

    day = default_check_day(None, screen.today).isoformat()
    field = Field("again_on", "Ask again on", day, "a day", offered=True)
    title = f"Ask again whether “{shortened(item.action, 160)}” works"
    return Form(title, [field], save, about=item.id)


def _detail(screen: FacilitatorScreen, due: DueCheck) -> str:
    """Return where the item comes from, what the team wanted to see, and what came back."""
    item, zone = due.item, screen.facilitator.settings.timezone
    origin = f"#{due.number}.{item.slot} {due.service} {due.symptom}".rstrip()
    if item.closed_at is not None:
        origin += f", done {short_day(team_day(item.closed_at, zone), screen.today)}"
    lines = [origin]
    if item.check_how:
        lines.append(f"We will know: {item.check_how}")
    if due.repeat is not None:
        lines.append(f"#{due.repeat} has had the same cause since then.")
    return "\n".join(lines)


def _parse_day(screen: FacilitatorScreen, name: str, typed: str) -> date | None:
    try:
        return screen.parse_day(typed)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
