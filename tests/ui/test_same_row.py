"""Two windows edit one row: the second to save sees the other's text, and no text is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from db.store import Store
from db.vocabulary import EventKind, Stage
from facilitator.widgets.form import Form
from tests.ui.preparation import SPIKE_NUMBER
from tests.ui.room import OpenRoom, OpenStore, Room


def change_factor(store: Store) -> None:
    factor = store.incidents.get(SPIKE_NUMBER).result().factors[0]
    store.findings.edit_factor(factor.id, "theirs", factor.text).result()


def change_event(store: Store) -> None:
    event = store.incidents.get(SPIKE_NUMBER).result().timeline[0]
    store.timeline.edit(event, event.at, event.kind, "theirs", event.link).result()


def change_item(store: Store) -> None:
    item = store.incidents.get(SPIKE_NUMBER).result().action_items[0]
    store.actions.edit(
        item, action="theirs", owner=item.owner, priority=item.priority, due=item.due,
        ticket=item.ticket,
    ).result()  # fmt: skip


def change_cause(store: Store) -> None:
    store.incidents.set_cause(store.incidents.get(SPIKE_NUMBER).result().id, "theirs").result()


def change_owner(store: Store) -> None:
    meeting = store.meetings.running().result()[0]
    for entry in store.actions.carried(meeting.id).result():
        store.actions.reassign(entry.item.id, meeting.id, "theirs").result()


def change_systemic_issue(store: Store) -> None:
    for theme in store.themes.all().result():
        store.themes.decide(theme, "theirs", theme.owner).result()


@pytest.mark.parametrize(
    ("stage", "part", "keys", "field", "change"),
    [
        (Stage.INCIDENT, 0, ["e"], "text", change_event),
        (Stage.INCIDENT, 1, ["e"], "text", change_factor),
        (Stage.INCIDENT, 1, ["l"], "name", change_cause),
        (Stage.INCIDENT, 2, ["e"], "action", change_item),
        (Stage.REVIEW, 0, ["r"], "text", change_owner),
        (Stage.PATTERNS, 0, ["e"], "systemic", change_systemic_issue),
    ],
    ids=["event", "factor", "cause", "item", "owner", "issue"],
)
async def test_the_second_person_to_save_is_asked_to_save_again(
    open_room: OpenRoom,
    open_other_store: OpenStore,
    stage: Stage,
    part: int,
    keys: Sequence[str],
    field: str,
    change: Callable[[Store], None],
) -> None:
    async with open_room(stage, part=part) as room:
        await room.press(*keys)
        change(open_other_store())
        room.form.query_one(f"#{field}").focus()
        await room.press("end", "ctrl+u")
        await room.paste("mine")
        await room.press("ctrl+s")
        error = room.text("#form-error")
        assert "Somebody else has changed" in error
        assert "it is “theirs” now" in error
        assert room.text(f"#form #{field}") == "mine"
        await room.press("ctrl+s")
        assert not isinstance(room.screen(), Form)
        assert "mine" in await stored_texts(room)
        assert "theirs" not in await stored_texts(room)


async def stored_texts(room: Room) -> str:
    """Return the stored texts that the parametrized changes write, separated by spaces."""
    incident = await room.incident()
    running = await room.meeting()
    carried = await room.store.actions.carried(running.id)
    reassigned = (
        next(entry.item for entry in carried if entry.item.owner == "mine")
        if (room.stage() is Stage.REVIEW)
        else None
    )
    issues = [theme.systemic for theme in await room.store.themes.all()]
    return " ".join(
        [
            incident.timeline[0].text,
            incident.factors[0].text,
            incident.cause.name if incident.cause else "",
            incident.action_items[0].action,
            reassigned.owner if reassigned else "",
            next((issue for issue in issues if issue == "mine"), ""),
        ]
    )


def delete_factor(store: Store) -> None:
    store.findings.delete_factor(store.incidents.get(SPIKE_NUMBER).result().factors[0].id).result()


def delete_event(store: Store) -> None:
    store.timeline.delete(store.incidents.get(SPIKE_NUMBER).result().timeline[0].id).result()


def delete_item(store: Store) -> None:
    store.actions.delete(store.incidents.get(SPIKE_NUMBER).result().action_items[0].id).result()


@pytest.mark.parametrize(
    ("part", "field", "delete"),
    [(0, "text", delete_event), (1, "text", delete_factor), (2, "action", delete_item)],
    ids=["event", "factor", "item"],
)
async def test_text_for_a_deleted_row_comes_back_in_the_form_for_a_new_one(
    open_room: OpenRoom,
    open_other_store: OpenStore,
    part: int,
    field: str,
    delete: Callable[[Store], None],
) -> None:
    async with open_room(Stage.INCIDENT, part=part) as room:
        await room.press("e")
        delete(open_other_store())
        room.form.query_one(f"#{field}").focus()
        await room.press("end", "ctrl+u")
        await room.paste("mine")
        await room.press("ctrl+s")
        assert "deleted in another window" in room.text("#form-error")
        await room.press("escape", "a")
        assert room.text(f"#form #{field}") == "mine"
        assert "what you typed before is back" in room.text("#form-error")


async def test_a_restored_draft_says_which_text_it_would_replace(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.INCIDENT, part=0) as room:
        before = (await room.incident()).timeline[0]
        await room.press("e")
        room.form.query_one("#text").focus()
        await room.press("end", "ctrl+u")
        await room.paste("mine")
        await room.press("escape")
        change_event(open_other_store())
        await room.wait_until(lambda: "theirs" in room.text("#events"))
        await room.press("e")
        assert "in place of what “theirs”" in room.text("#form-error")
        await room.press("ctrl+s")
        after = (await room.incident()).timeline[0]
        assert (after.text, after.kind, after.at) == ("mine", before.kind, before.at)
        assert before.kind is not EventKind.OTHER
