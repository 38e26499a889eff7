"""Contributing factors, what went well and wrong, the root cause and what is like it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from db.store import Store
from db.words import FactorKind, FindingKind, Stage
from facilitator.widgets.live_text import LiveText
from facilitator.widgets.question import Question
from tests.ui.room import SPIKE, OpenRoom, Room

ROOT = "#root-cause"
LISTS = ("made_possible", "slowed_detection", "slowed_resolution", "went_well", "went_wrong")


async def write(room: Room, text: str) -> None:
    """Put the text in the place of the root cause."""
    await room.press("r", "ctrl+a")
    await room.paste(text)


async def test_a_factor_of_each_kind_and_what_went_well_and_wrong(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        for name in LISTS:
            assert room.app.screen.query_one(f"#{name}").has_focus
            await room.press("a")
            await room.fill(f"new in {name}")
            if name == "went_wrong":
                await room.press("right", "enter")
            assert f"new in {name}" in room.in_hand(f"#{name}")
            await room.press("right")
        incident = await room.incident()
        assert {each.kind: each.text for each in incident.factors if "new" in each.text} == {
            kind: f"new in {kind}" for kind in FactorKind
        }
        assert {each.kind: each.text for each in incident.findings if "new" in each.text} == {
            FindingKind.WENT_WELL: "new in went_well",
            FindingKind.TECHNICAL: "new in went_wrong",
        }
        assert "technical: new in went_wrong" in room.rows("#went_wrong")


async def test_other_words_deleting_and_undoing(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        before = (await room.incident()).factors
        await room.press("e")
        assert room.text("#text") == before[0].text
        await room.fill("")
        assert "factor: write something" in room.text("#form-error")
        await room.fill("Retries have no budget")
        assert room.rows("#made_possible") == ["Retries have no budget"]
        await room.press("x")
        assert room.rows("#made_possible") == ["–"]
        assert len((await room.incident()).factors) == 1
        await room.press("u")
        assert room.rows("#made_possible") == ["Retries have no budget"]
        await room.press("u")
        assert (await room.incident()).factors == before


async def test_the_root_cause_is_saved_after_a_pause(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        await write(room, "Clients retried without a budget.")
        assert room.app.screen.query_one(ROOT).has_focus

        async def saved() -> bool:
            return (await room.incident()).root_cause == "Clients retried without a budget."

        await room.until(saved)
        await room.look()
        assert "✓" in room.text("#agenda-words")
        await room.press(*"1z]")
        assert room.text(ROOT).endswith("1z]")
        assert room.stage is Stage.INCIDENT


@pytest.mark.parametrize("leave", ["escape", "f8", "f10"])
async def test_leaving_saves_at_once(meeting: OpenRoom, leave: str) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        await write(room, "Not paused for")
        await room.press(leave)
        assert (await room.incident()).root_cause == "Not paused for"


async def test_quitting_saves_first(meeting: OpenRoom, other: Callable[[], Store]) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        await write(room, "Not paused for")
        await room.press("ctrl+q")
        await room.until(lambda: not room.app.is_running)
    assert other().incidents.get(SPIKE).result().root_cause == "Not paused for"


async def test_undo_takes_back_what_was_typed(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        before = (await room.incident()).root_cause
        await write(room, "Something else")
        await room.press("escape", "u")
        assert (await room.incident()).root_cause == before
        assert room.text(ROOT) == before


async def test_what_is_similar_follows_the_typing(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        await write(room, "zzzz")
        assert room.text("#similar") == ""
        await write(room, "Every client sent retries without a pause: a retry storm")
        first, *rows = room.text("#similar").splitlines()
        assert first == "Similar earlier incidents (esc, then c same cause)"
        assert "retry storm" in rows[0]
        assert "#44 " in room.text("#similar")
        assert "action items still open" in room.text("#similar")
        assert 1 <= sum("≈" in each for each in rows) <= 3
        assert "esc Leave the text" in room.text("KeyBar")
        await room.press("escape")
        assert room.text("#similar").startswith("Similar earlier incidents (c same cause)")
        assert "Leave the text" not in room.text("KeyBar")


async def test_what_is_added_to_a_text_stands_at_its_end(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        before = (await room.incident()).root_cause
        await room.press("r")
        await room.type(" And so on.")
        await room.press("escape")
        assert (await room.incident()).root_cause == f"{before} And so on."


async def test_c_confirms_the_same_cause(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        assert "not linked" in room.text("#cause")
        await write(room, "Every client sent retries without a pause: a retry storm")
        await room.press("escape", "c")
        cause = (await room.incident()).cause
        assert cause is not None
        assert cause.name == "retry storm"
        assert cause == (await room.incident(44)).cause
        assert room.text("#cause") == "Cause: retry storm"
        await room.press("u")
        assert (await room.incident()).cause is None


async def test_c_without_a_similar_one_says_what_to_do(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        await write(room, "zzzz")
        await room.press("escape", "c")
        assert "l links one by its name" in room.told
        assert (await room.incident()).cause is None


async def test_l_links_a_cause_by_its_name_and_takes_it_away(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        known = len(await room.store.incidents.causes())
        await room.press("l")
        assert "Known: " in room.text("#form")
        await room.fill("Retry Storm")
        cause = (await room.incident()).cause
        assert cause is not None
        assert cause.name == "retry storm"
        await room.press("l")
        await room.fill("a new one")
        assert room.text("#cause") == "Cause: a new one"
        assert len(await room.store.incidents.causes()) == known + 1
        await room.press("l")
        await room.fill("")
        assert (await room.incident()).cause is None


async def test_wording_advises_and_never_blocks(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, part=1, people=["Ottilie"]) as room:
        await room.press("a")
        await room.type("Ottilie should")
        assert room.text("#form-advice").startswith("Wording: “Ottilie” → name the role")
        await room.fill("Ottilie should have checked")
        row = room.app.screen.query_one("#made_possible").highlighted_option
        underlined = [str(row.prompt)[span.start : span.end] for span in row.prompt.spans]
        assert underlined == ["Ottilie", "should have"]
        assert room.text("#advice").startswith("Wording: “Ottilie” → name the role")
        assert "Ottilie should have checked" in {
            each.text for each in (await room.incident()).factors
        }
        await write(room, "Human error")
        assert "“Human error” → what let one ordinary slip go that far?" in room.text("#advice")
        await room.press("escape")
        assert (await room.incident()).root_cause == "Human error"
        await room.take("#went_well", "")
        room.app.screen.query_one("#went_well").focus()
        await room.press("a")
        await room.type("Ottilie paged at once")
        assert not room.app.screen.query("#form-advice")


@pytest.mark.parametrize(
    ("answer", "kept"),
    [("b", "theirs\n\nmine"), ("m", "mine"), ("t", "theirs")],
)
async def test_when_somebody_else_wrote_meanwhile_both_texts_survive(
    meeting: OpenRoom, other: Callable[[], Store], answer: str, kept: str
) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        before, elsewhere = await room.incident(), other()
        await room.press("r", "ctrl+a")
        room.paste_unseen("mine")
        elsewhere.incidents.write(before.id, "root_cause", before.root_cause, "theirs").result()
        await room.until(lambda: isinstance(room.app.screen, Question))
        # Whoever is still typing answers nothing.
        await room.press(answer)
        assert (await room.incident()).root_cause == "theirs"
        await room.until(lambda: room.question.listening)
        await room.look()
        assert "Somebody else has changed the root cause" in room.text("#form .title")
        assert "Theirs: theirs" in room.text("#form")
        assert "✗ not saved" in room.picture
        assert (await room.incident()).root_cause == "theirs"
        await room.press(answer)
        assert (await room.incident()).root_cause == kept
        assert room.text(ROOT) == kept
        assert "✓ saved" in room.text("#agenda-words")


async def test_two_saves_at_once_are_no_conflict(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        live = room.app.screen.query_one(ROOT, LiveText)
        live.text = "typed, and left for another stage while it was being saved"
        await asyncio.gather(live.save_now(), live.save_now())
        await room.look()
        assert room.stage is Stage.INCIDENT
        assert (await room.incident()).root_cause == live.text
        assert "✓" in room.text("#agenda-words")


async def test_escape_from_that_question_loses_neither(
    meeting: OpenRoom, other: Callable[[], Store]
) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        before, elsewhere = await room.incident(), other()
        await room.press("r", "ctrl+a")
        room.paste_unseen("mine")
        elsewhere.incidents.write(before.id, "root_cause", before.root_cause, "theirs").result()
        await room.until(lambda: isinstance(room.app.screen, Question))
        await room.until(lambda: room.question.listening)
        await room.press("escape")
        assert room.text(ROOT) == "mine"
        assert (await room.incident()).root_cause == "theirs"
        await room.press("escape")
        assert "Somebody else has changed" in room.text("#form .title")


async def test_a_factor_that_somebody_else_changed_is_told_in_the_form(
    meeting: OpenRoom, other: Callable[[], Store]
) -> None:
    async with meeting(Stage.INCIDENT, part=1) as room:
        factor = (await room.incident()).factors[0]
        await room.press("e")
        other().findings.edit_factor(factor.id, "theirs", factor.text).result()
        await room.fill("mine")
        assert "changed elsewhere" in room.text("#form-error")
        assert room.text("#text") == "mine"
        assert (await room.incident()).factors[0].text == "theirs"
