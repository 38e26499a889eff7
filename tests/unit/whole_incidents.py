"""Strategies of hypothesis for whole incidents, as the JSON that an export writes."""

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from db.vocabulary import (
    LARGEST,
    ActionKind,
    ActionStatus,
    CheckResult,
    EventKind,
    FactorKind,
    IncidentStatus,
    ParkedKind,
    Priority,
    Severity,
    Trigger,
)
from facilitator.documents.write.json import JsonObject, moment

INSTANT = datetime(2026, 3, 14, 9, 2, tzinfo=UTC)
SPECIAL = ["\r\n", "\t", "\x1b[31m", "\u202e", "\u2028", "👩\u200d💻", "שלום", '"\\', "|", "\x85"]
characters = st.characters(exclude_characters="\x00", exclude_categories=["Cs"])
texts = st.text(characters, max_size=12) | st.sampled_from(SPECIAL)
written = texts.filter(lambda text: text.strip() != "").filter(lambda text: text.strip(" ") != "")
# One moment is drawn often, so that ties are frequent.
moments = st.one_of(
    st.just(INSTANT),
    st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)).map(  # noqa: DTZ001
        lambda naive: naive.replace(tzinfo=UTC)
    ),
)
days = st.sampled_from([date(2026, 3, 14), date(2024, 2, 29)]) | st.dates()
counts = st.integers(0, LARGEST)
reviews = st.lists(
    st.tuples(moments, st.sampled_from(ActionStatus), texts, st.booleans()), max_size=4
).map(lambda all_reviews: sorted(all_reviews, key=lambda review: review[0]))
OPTIONAL_KEYS = (
    *("id", "created_at", "ended_at", "kind", "trigger", "cause_category", "sections"),
    *("ticket_verified", "check_how", "check_on", "checks"),
)
"""The keys that an export writes only where there is something, and last."""


def iso(on: date) -> str:
    return on.isoformat()


def in_z(at: datetime) -> str | None:
    return moment(at)


@st.composite
def impacts(draw: st.DrawFn) -> JsonObject:
    cents = draw(st.none() | st.integers(0, 10**14))
    places = draw(st.integers(0, 6))
    revenue = None if cents is None else f"{cents}{'.' if places else ''}{'5' * places}"
    return {
        "began_at": draw(st.none() | moments.map(in_z)),
        "duration_minutes": draw(st.none() | counts),
        "users_affected": draw(st.none() | counts),
        "revenue": revenue,
        "currency": "EUR" if revenue else draw(st.sampled_from([None, "USD"])),
        "slo_budget_percent": draw(
            st.none() | st.floats(0, 1000).map(lambda percent: percent + 0.0)
        ),
        "summary": draw(texts),
    }


@st.composite
def timelines(draw: st.DrawFn) -> list[JsonObject]:
    events = []
    for at in sorted(draw(st.lists(moments, max_size=4))):
        kind = draw(st.sampled_from(EventKind))
        text = draw(written if kind is EventKind.OTHER else texts)
        link = draw(st.none() | texts)
        events.append({"at": in_z(at), "kind": kind, "text": text, "link": link})
    return events


@st.composite
def action_items(draw: st.DrawFn, slot: int) -> JsonObject:
    status = draw(st.sampled_from(ActionStatus))
    checked = draw(st.lists(st.tuples(moments, st.sampled_from(CheckResult), texts), max_size=2))
    return without_absent({
        "slot": slot,
        "action": draw(written),
        "owner": draw(texts),
        "priority": draw(st.sampled_from(Priority)),
        "due": draw(st.none() | days.map(iso)),
        "first_due": draw(st.none() | days.map(iso)),
        "status": status,
        "note": draw(written if status is ActionStatus.DROPPED else texts),
        "ticket": draw(texts),
        "created_at": in_z(draw(moments)),
        "closed_at": draw(st.none() | moments.map(in_z)),
        "reviews": [
            {"at": in_z(at), "status": review_status, "note": note}
            | ({"between_meetings": True} if is_between else {})
            for at, review_status, note, is_between in draw(reviews)
        ],
        "ticket_verified": draw(st.booleans()),
        "kind": draw(st.none() | st.sampled_from(ActionKind)),
        "check_how": draw(texts),
        "check_on": draw(st.none() | days.map(iso)),
        "checks": [
            {"at": in_z(at), "result": result, "note": note}
            for at, result, note in sorted(checked, key=lambda check: check[0])
        ],
    })  # fmt: skip


@st.composite
def whole_incidents(draw: st.DrawFn, number: int) -> JsonObject:
    slots = sorted(draw(st.sets(st.sampled_from([1, 2, 3]))))
    # The catalogue has one entry for all spellings of a name.
    cause = draw(st.sampled_from([None, "retry storm", "Straße", "חיבור"]))
    return without_absent({
        "number": number,
        "service": draw(written),
        "symptom": draw(written),
        "date": iso(draw(days)),
        "severity": draw(st.none() | st.sampled_from(Severity)),
        "status": draw(st.sampled_from(IncidentStatus)),
        "impact": draw(impacts()),
        "timeline": draw(timelines()),
        "root_cause": draw(texts),
        "cause": cause,
        "factors": draw(kinds_and_texts(FactorKind)),
        "went_well": draw(st.lists(written, max_size=3)),
        "went_wrong": draw(kinds_and_texts(["process", "technical"])),
        "action_items": [draw(action_items(slot)) for slot in slots],
        "lessons_learned": draw(texts),
        "themes": draw(st.lists(written, max_size=3, unique=True)),
        "parked": draw(kinds_and_texts(ParkedKind)),
        "id": draw(texts),
        "created_at": draw(st.none() | moments.map(in_z)),
        "ended_at": draw(st.none() | moments.map(in_z)),
        "kind": draw(st.sampled_from([None, "near_miss"])),
        "trigger": draw(st.none() | st.sampled_from(Trigger)),
        "cause_category": category_of(cause),
        "sections": draw(st.lists(sections(), max_size=3)),
    })  # fmt: skip


@st.composite
def teams(draw: st.DrawFn) -> list[JsonObject]:
    numbers = draw(st.sets(st.integers(1, LARGEST), max_size=3))
    return [draw(whole_incidents(number)) for number in sorted(numbers)]


@st.composite
def sections(draw: st.DrawFn) -> JsonObject:
    return {"heading": draw(written), "text": draw(texts)}


def category_of(cause: str | None) -> str | None:
    """The category of a cause: one that all incidents of the cause agree on."""
    return "load-spike" if cause == "retry storm" else None


def without_absent(plain: JsonObject) -> JsonObject:
    """The object without those keys that are written only where there is something."""
    return {key: value for key, value in plain.items() if value or key not in OPTIONAL_KEYS}


def kinds_and_texts(kinds: Any) -> st.SearchStrategy[list[JsonObject]]:
    # A dictionary that hypothesis makes has its keys in any order.
    one = st.tuples(st.sampled_from(kinds), written)
    return st.lists(one.map(lambda pair: {"kind": pair[0], "text": pair[1]}), max_size=3)
