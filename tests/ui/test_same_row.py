"""Two people in one row: the later one is told what the other wrote, and neither text is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from db.store import Store
from db.words import EventKind, Stage
from facilitator.widgets.form import Form
from tests.ui.room import SPIKE, OpenRoom, Room

Other = Callable[[], Store]


def factor(store: Store) -> None:
    each = store.incidents.get(SPIKE).result().factors[0]
    store.findings.edit_factor(each.id, "theirs", each.text).result()


def event(store: Store) -> None:
    each = store.incidents.get(SPIKE).result().timeline[0]
    store.timeline.edit(each, each.at, each.kind, "theirs", each.link).result()


def item(store: Store) -> None:
    each = store.incidents.get(SPIKE).result().action_items[0]
    store.actions.edit(
        each, action="theirs", owner=each.owner, priority=each.priority, due=each.due,
        ticket=each.ticket,
    ).result()  # fmt: skip


def cause(store: Store) -> None:
    store.incidents.set_cause(store.incidents.get(SPIKE).result().id, "theirs").result()


def owner(store: Store) -> None:
    meeting = store.meetings.running().result()
    assert meeting is not None
    for each in store.actions.carried(meeting.id).result():
        store.actions.reassign(each.item.id, meeting.id, "theirs").result()


def issue(store: Store) -> None:
    for theme in store.themes.all().result():
        store.themes.decide(theme, "theirs", theme.owner).result()


@pytest.mark.parametrize(
    ("stage", "part", "keys", "field", "change"),
    [
        (Stage.INCIDENT, 0, ["e"], "text", event),
        (Stage.INCIDENT, 1, ["e"], "text", factor),
        (Stage.INCIDENT, 1, ["l"], "name", cause),
        (Stage.INCIDENT, 2, ["e"], "action", item),
        (Stage.REVIEW, 0, ["r"], "text", owner),
        (Stage.PATTERNS, 0, ["e"], "systemic", issue),
    ],
    ids=["event", "factor", "cause", "item", "owner", "issue"],
)
async def test_the_later_one_is_told_and_may_save_all_the_same(
    meeting: OpenRoom,
    other: Other,
    stage: Stage,
    part: int,
    keys: Sequence[str],
    field: str,
    change: Callable[[Store], None],
) -> None:
    async with meeting(stage, part=part) as room:
        await room.press(*keys)
        change(other())
        room.form.query_one(f"#{field}").focus()
        await room.press("end", "ctrl+u")
        await room.paste("mine")
        await room.press("ctrl+s")
        told = room.text("#form-error")
        assert "changed elsewhere" in told
        assert "it is “theirs” now" in told
        assert room.text(f"#form #{field}") == "mine"
        await room.press("ctrl+s")
        assert not isinstance(room.app.screen, Form)
        assert "mine" in await stored(room)
        assert "theirs" not in await stored(room)


async def stored(room: Room) -> str:
    """What the meeting's documents hold, but for the history."""
    incident = await room.incident()
    running = await room.meeting()
    carried = await room.store.actions.carried(running.id)
    in_hand = (
        next(each.item for each in carried if each.item.owner == "mine")
        if (room.stage is Stage.REVIEW)
        else None
    )
    systemic = [each.systemic for each in await room.store.themes.all()]
    return " ".join(
        [
            incident.timeline[0].text,
            incident.factors[0].text,
            incident.cause.name if incident.cause else "",
            incident.action_items[0].action,
            in_hand.owner if in_hand else "",
            next((each for each in systemic if each == "mine"), ""),
        ]
    )


def drop_factor(store: Store) -> None:
    store.findings.delete_factor(store.incidents.get(SPIKE).result().factors[0].id).result()


def drop_event(store: Store) -> None:
    store.timeline.delete(store.incidents.get(SPIKE).result().timeline[0].id).result()


def drop_item(store: Store) -> None:
    store.actions.delete(store.incidents.get(SPIKE).result().action_items[0].id).result()


@pytest.mark.parametrize(
    ("part", "field", "delete"),
    [(0, "text", drop_event), (1, "text", drop_factor), (2, "action", drop_item)],
    ids=["event", "factor", "item"],
)
async def test_the_words_for_a_row_that_is_gone_come_back_with_a_new_one(
    meeting: OpenRoom, other: Other, part: int, field: str, delete: Callable[[Store], None]
) -> None:
    async with meeting(Stage.INCIDENT, part=part) as room:
        await room.press("e")
        delete(other())
        room.form.query_one(f"#{field}").focus()
        await room.press("end", "ctrl+u")
        await room.paste("mine")
        await room.press("ctrl+s")
        assert "deleted elsewhere" in room.text("#form-error")
        await room.press("escape", "a")
        assert room.text(f"#form #{field}") == "mine"
        assert "your text from before is back" in room.text("#form-error")


async def test_a_draft_that_comes_back_says_what_it_would_replace(
    meeting: OpenRoom, other: Other
) -> None:
    async with meeting(Stage.INCIDENT, part=0) as room:
        before = (await room.incident()).timeline[0]
        await room.press("e")
        room.form.query_one("#text").focus()
        await room.press("end", "ctrl+u")
        await room.paste("mine")
        await room.press("escape")
        event(other())
        await room.until(lambda: "theirs" in room.text("#events"))
        await room.press("e")
        assert "in the place of what “theirs”" in room.text("#form-error")
        await room.press("ctrl+s")
        after = (await room.incident()).timeline[0]
        assert (after.text, after.kind, after.at) == ("mine", before.kind, before.at)
        assert before.kind is not EventKind.OTHER
