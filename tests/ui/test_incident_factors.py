"""Contributing factors, what went well and wrong, the root cause and similar incidents."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from textual.content import Content

from db.store import Store
from db.vocabulary import FactorKind, FindingKind, Stage
from facilitator.config.settings import Settings
from facilitator.screens.incident.similar_band import SimilarBand
from facilitator.widgets import question
from facilitator.widgets.autosaved_text import AutosavedText
from facilitator.widgets.question import Question
from facilitator.widgets.row_list import RowList
from tests.ui.preparation import SPIKE_NUMBER, add_bare_incident
from tests.ui.room import OpenRoom, OpenStore, Room

ROOT = "#root-cause"
LONG_CAUSE = (
    "Clients retried without backoff or jitter, so that a retry storm multiplied the load of the"
    " gateway; the connection pool of the ledger was exhausted, workers queued, and the breaker"
    " between shop and ledger never opened because its threshold was set for quiet nights."
)
LISTS = ("made_possible", "slowed_detection", "slowed_resolution", "went_well", "went_wrong")


async def replace_root_cause(room: Room, text: str) -> None:
    """Type this text over the root cause."""
    await room.press("r", "ctrl+a")
    await room.paste(text)


async def test_factors_and_findings_of_every_kind_are_added(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        for name in LISTS:
            assert room.screen().query_one(f"#{name}").has_focus
            await room.press("a")
            await room.fill_form(f"new in {name}")
            if name == "went_wrong":
                await room.press("right", "enter")
            assert f"new in {name}" in room.selected_row(f"#{name}")
            await room.press("right")
        incident = await room.incident()
        assert {
            factor.kind: factor.text for factor in incident.factors if "new" in factor.text
        } == {kind: f"new in {kind}" for kind in FactorKind}
        assert {
            finding.kind: finding.text for finding in incident.findings if "new" in finding.text
        } == {
            FindingKind.WENT_WELL: "new in went_well",
            FindingKind.TECHNICAL: "new in went_wrong",
        }
        assert "technical gap: new in went_wrong" in room.rows("#went_wrong")


async def test_a_factor_is_edited_and_deleted_and_undo_restores_it(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        before = (await room.incident()).factors
        await room.press("e")
        assert room.text("#text") == before[0].text
        await room.fill_form("")
        assert "factor: write something" in room.text("#form-error")
        await room.fill_form("Retries have no budget")
        assert room.rows("#made_possible") == ["Retries have no budget"]
        await room.press("x")
        assert room.rows("#made_possible") == ["Nothing yet: a adds a line."]
        assert len((await room.incident()).factors) == 1
        await room.press("u", "u")
        assert room.rows("#made_possible") == ["Retries have no budget"]
        await room.press("u", "u")
        assert (await room.incident()).factors == before


async def test_the_root_cause_is_saved_after_a_pause_in_typing(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        await replace_root_cause(room, "Clients retried without a budget.")
        assert room.screen().query_one(ROOT).has_focus

        async def is_saved() -> bool:
            return (await room.incident()).root_cause == "Clients retried without a budget."

        await room.wait_until(is_saved)
        await room.tick()
        assert "✓" in room.text("#meeting-status")
        await room.press(*"1z]")
        assert room.text(ROOT).endswith("1z]")
        assert room.stage() is Stage.INCIDENT


@pytest.mark.parametrize("leave", ["escape", "f8", "f10"])
async def test_leaving_the_text_saves_it_at_once(open_room: OpenRoom, leave: str) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        await replace_root_cause(room, "Not paused for")
        await room.press(leave)
        assert (await room.incident()).root_cause == "Not paused for"


async def test_quitting_saves_the_text_first(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        await replace_root_cause(room, "Not paused for")
        await room.press("ctrl+q")
        await room.wait_until(lambda: not room.app.is_running)
    assert open_other_store().incidents.get(SPIKE_NUMBER).result().root_cause == "Not paused for"


async def test_undo_takes_back_a_typed_root_cause(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        before = (await room.incident()).root_cause
        await replace_root_cause(room, "Something else")
        await room.press("escape", "u", "u")
        assert (await room.incident()).root_cause == before
        assert room.text(ROOT) == before


async def wait_for_band(room: Room, begins: str) -> list[str]:
    """Wait until the band of similar incidents begins with this text; return its lines."""
    await room.wait_until(lambda: room.text("#similar").startswith(begins))
    return room.text("#similar").splitlines()


async def test_similar_incidents_stand_in_a_band_with_what_became_of_them(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.INCIDENT, part=1, size=(250, 40)) as room:
        first, *rows = await wait_for_band(room, "2 earlier incidents look like this: #22 #26")
        assert first.endswith("  (c: same cause as #22 · s: read)")
        assert rows[0].startswith("≈ #22 likely: checkout orders time out · ")
        assert "retry storm, " in rows[0]
        assert "“checkout”, “client”" in rows[0]
        assert "cause: retry storm" in rows[0]
        assert "done: Cap retries in the web client" in rows[0]
        await room.press("r")
        first, *_ = room.text("#similar").splitlines()
        assert first.endswith("  (alt+c: same cause as #22 · alt+r: read)")
        assert (await room.incident()).cause is None


async def test_similar_incidents_follow_the_typing(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        certificate, deploy = (await room.incident(23)), (await room.incident(24))
        await wait_for_band(room, "2 earlier incidents")
        # What else is written of the incident still speaks of retries.
        await replace_root_cause(room, "zzzz")
        await wait_for_band(room, "1 earlier incident looks like this: #26")
        await replace_root_cause(room, deploy.root_cause * 3)
        await replace_root_cause(room, certificate.root_cause * 3)
        await wait_for_band(room, "1 earlier incident looks like this: #23")


async def test_similar_incidents_follow_a_factor_that_is_typed(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1, sample=False, prepare=add_two_incidents) as room:
        assert room.text("#similar") == "No earlier incident looks like this one yet."
        await room.press("a")
        await room.paste(LONG_CAUSE)
        band = room.meeting_screen.query_one("#similar", SimilarBand)
        await room.wait_until(lambda: band.text.startswith("1 earlier incident looks like this"))
        await room.press("escape")
        await wait_for_band(room, "No earlier incident looks like this one yet.")


def add_two_incidents(store: Store) -> None:
    """Add a bare incident after one with a long root cause."""
    add_bare_incident(store)
    earlier = store.incidents.create("search", "slow", date(2026, 11, 1), 44).result()
    store.incidents.write(earlier.id, "root_cause", "", LONG_CAUSE).result()


async def test_a_short_text_finds_nothing(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1, sample=False, prepare=add_two_incidents) as room:
        await replace_root_cause(room, " ".join(LONG_CAUSE.split()[:12]))
        await room.press("escape")
        assert room.text("#similar") == "No earlier incident looks like this one yet."
        await replace_root_cause(room, LONG_CAUSE)
        await wait_for_band(room, "1 earlier incident looks like this: #44")


@pytest.mark.parametrize("keys", [("s",), ("r", "alt+r")])
async def test_a_key_opens_the_similar_incidents_beside_the_root_cause(
    open_room: OpenRoom, keys: tuple[str, ...]
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        await wait_for_band(room, "2 earlier incidents")
        await room.press(*keys)
        own, earlier = await room.incident(), await room.incident(22)
        text = " ".join(room.text("HangingIndent").split())
        assert f"This one, #45 {own.root_cause}" in text
        assert "≈ #22 checkout orders time out, Dec 2025" in text
        assert earlier.root_cause in text
        assert "cause: retry storm done: Cap retries in the web client" in text
        assert {"client", "capacity"} <= {word.casefold() for word in underlined(room)}
        await room.press("escape")
        assert (await room.incident()).cause is None


def underlined(room: Room) -> list[str]:
    """The underlined texts on the screen."""
    strips = room.screen()._compositor.render_strips(room.app.size)
    return [
        segment.text.strip()
        for strip in strips
        for segment in strip
        if segment.style is not None and segment.style.underline
    ]


async def test_without_a_similar_incident_there_is_none_to_read(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1, sample=False, prepare=add_bare_incident) as room:
        await room.press("s")
        assert room.stage() is Stage.INCIDENT
        assert "Similar…" not in room.text("KeyBar")


async def test_typing_into_an_existing_text_begins_at_its_end(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        before = (await room.incident()).root_cause
        await room.press("r")
        await room.type(" And so on.")
        await room.press("escape")
        assert (await room.incident()).root_cause == f"{before} And so on."


async def test_c_links_the_cause_of_the_most_similar_incident(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        assert "none yet" in room.text("#cause")
        await wait_for_band(room, "2 earlier incidents")
        await room.press("c")
        cause = (await room.incident()).cause
        assert cause is not None
        assert cause.name == "retry storm"
        assert cause == (await room.incident(44)).cause
        assert room.text("#cause") == "Cause: retry storm"
        await room.press("u", "u")
        assert (await room.incident()).cause is None


def add_similar_incident_without_cause(store: Store) -> None:
    """Add two incidents with the same root cause; the later one is linked to no cause."""
    own = store.incidents.get(SPIKE_NUMBER).result()
    for day, cause in ((1, None), (2, "retry storm")):
        twin = store.incidents.create("search", "slow", date(2026, 11, 3 - day)).result()
        store.incidents.write(twin.id, "root_cause", "", own.root_cause).result()
        store.incidents.set_cause(twin.id, cause).result()


async def test_while_the_root_cause_is_typed_one_key_links_the_cause_and_keeps_the_text(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        before = (await room.incident()).root_cause
        await wait_for_band(room, "2 earlier incidents")
        await room.press("r")
        await room.type(" And so on.")
        await room.press("alt+c")
        assert room.text("#cause") == "Cause: retry storm"
        await room.press("escape")
        incident = await room.incident()
        assert incident.cause is not None
        assert incident.cause.name == "retry storm"
        assert incident.root_cause == f"{before} And so on."


async def test_without_a_cause_to_link_the_band_offers_none(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1, sample=False, prepare=add_two_incidents) as room:
        await replace_root_cause(room, LONG_CAUSE)
        first, row = await wait_for_band(room, "1 earlier incident looks like this: #44")
        assert first.endswith("  (alt+r: read)")
        assert row.endswith(" · no action was taken")


async def test_c_passes_over_a_more_similar_incident_without_a_cause(open_room: OpenRoom) -> None:
    async with open_room(
        Stage.INCIDENT, part=1, prepare=add_similar_incident_without_cause
    ) as room:
        keys, first, second, *_ = await wait_for_band(room, "3 earlier incidents")
        assert "same cause as #47" in keys
        assert "cause: " not in first
        assert "cause: retry storm" in second
        await room.press("c")
        cause = (await room.incident()).cause
        assert cause is not None
        assert cause.name == "retry storm"


@pytest.mark.parametrize("key", ["l", "w"])
async def test_c_without_a_similar_incident_says_what_to_do(open_room: OpenRoom, key: str) -> None:
    settings = Settings(keymap={"factors.cause": key})
    async with open_room(
        Stage.INCIDENT, part=1, settings=settings, sample=False, prepare=add_bare_incident
    ) as room:
        await room.press("c")
        assert f"press {key} to link a cause by its name" in room.notices
        assert (await room.incident()).cause is None


async def test_the_causes_of_similar_incidents_are_named_first(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        await wait_for_band(room, "2 earlier incidents")
        await room.press("l")
        assert "Known: retry storm, " in room.text("#form")


async def test_l_links_a_cause_by_its_name_and_removes_it(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        cause_count = len(await room.store.causes.all())
        await room.press("l")
        assert "Known: " in room.text("#form")
        await room.fill_form("Retry Storm")
        cause = (await room.incident()).cause
        assert cause is not None
        assert cause.name == "retry storm"
        await room.press("l")
        await room.fill_form("a new one")
        assert room.text("#cause") == "Cause: a new one"
        assert len(await room.store.causes.all()) == cause_count + 1
        await room.press("l")
        await room.fill_form("")
        assert (await room.incident()).cause is None


async def test_advice_on_wording_is_shown_and_never_blocks_saving(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1, people=["Ottilie"]) as room:
        await room.press("a")
        await room.type("Ottilie should")
        assert room.text("#form-advice").startswith("Wording: “Ottilie” → name the role")
        await room.fill_form("Ottilie should have checked")
        row = room.screen().query_one("#made_possible", RowList).highlighted_option
        assert row is not None
        assert isinstance(row.prompt, Content)
        underlined = [row.prompt.plain[span.start : span.end] for span in row.prompt.spans]
        assert underlined == ["Ottilie", "should have"]
        assert room.text("#advice").startswith("Wording: “Ottilie” → name the role")
        assert "Ottilie should have checked" in {
            factor.text for factor in (await room.incident()).factors
        }
        await replace_root_cause(room, "Human error")
        assert "“Human error” → what let one ordinary slip go that far?" in room.text("#advice")
        await room.press("escape")
        assert (await room.incident()).root_cause == "Human error"
        await room.select_row("#went_well", "")
        room.screen().query_one("#went_well").focus()
        await room.press("a")
        await room.type("Ottilie paged at once")
        assert not room.screen().query("#form-advice")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("b", "theirs\n\nmineb"), ("m", "minem"), ("t", "theirs")],
)
async def test_a_conflict_in_the_root_cause_keeps_the_chosen_text(
    open_room: OpenRoom,
    open_other_store: OpenStore,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    expected: str,
) -> None:
    # The pause after the last key ends when the test says so, however busy the machine is.
    monkeypatch.setattr(question, "QUIET_SECONDS", 3600)
    async with open_room(Stage.INCIDENT, part=1) as room:
        before, other_store = await room.incident(), open_other_store()
        await room.press("r", "ctrl+a")
        room.post_paste("mine")
        other_store.incidents.write(before.id, "root_cause", before.root_cause, "theirs").result()
        await room.wait_until(lambda: isinstance(room.screen(), Question))
        # A key that comes right after the question belongs to the typing: it goes into the text,
        # and answers nothing.
        await room.press(answer)
        assert (await room.incident()).root_cause == "theirs"
        assert not room.question.accepts_keys
        room.question.show_answers()
        await room.wait_for_question()
        await room.tick()
        assert "Somebody else has changed the root cause" in room.text("#form .title")
        assert "theirs  theirs" in room.text("#form")
        assert f"mine    mine{answer}" in room.text("#form")
        assert "✗ not saved" in room.screen_text
        assert (await room.incident()).root_cause == "theirs"
        await room.press(answer)
        assert (await room.incident()).root_cause == expected
        assert room.text(ROOT) == expected
        await room.wait_until(lambda: "✓ saved" in room.text("#meeting-status"))


async def test_two_saves_at_once_do_not_conflict(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        field = room.screen().query_one(ROOT, AutosavedText)
        field.text = "typed, and left for another stage while it was being saved"
        await asyncio.gather(field.save_now(), field.save_now())
        await room.tick()
        assert room.stage() is Stage.INCIDENT
        assert (await room.incident()).root_cause == field.text
        assert "✓" in room.text("#meeting-status")


async def test_escape_from_the_conflict_keeps_both_texts(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        before, other_store = await room.incident(), open_other_store()
        await room.press("r", "ctrl+a")
        room.post_paste("mine")
        other_store.incidents.write(before.id, "root_cause", before.root_cause, "theirs").result()
        await room.wait_until(lambda: isinstance(room.screen(), Question))
        await room.wait_for_question()
        await room.press("escape")
        assert room.text(ROOT) == "mine"
        assert (await room.incident()).root_cause == "theirs"
        await room.press("escape")
        assert "Somebody else has changed" in room.text("#form .title")


async def test_a_factor_changed_in_another_window_is_reported_in_the_form(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        factor = (await room.incident()).factors[0]
        await room.press("e")
        open_other_store().findings.edit_factor(factor.id, "theirs", factor.text).result()
        await room.fill_form("mine")
        assert "Somebody else has changed “What”" in room.text("#form-error")
        assert room.text("#text") == "mine"
        assert (await room.incident()).factors[0].text == "theirs"


async def test_a_linked_cause_says_why_the_incident_came_back(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        assert room.text("#came-back") == ""
        await room.press("l")
        await room.fill_form("retry storm")
        await room.wait_until(lambda: "Came back" in room.text("#came-back"))
        words = " ".join(room.text("#came-back").split())
        assert words.startswith(f"↻ Came back: #{SPIKE_NUMBER} repeats #44 of 18 days before: ")
        await room.press("u", "u")
        await room.wait_until(lambda: room.text("#came-back") == "")
