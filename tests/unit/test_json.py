"""JSON: an export that is imported and exported again has the same bytes."""

import json
from collections.abc import Callable
from datetime import date

from hypothesis import HealthCheck, Phase, given, settings

from db.records import Incident
from db.store import Store
from facilitator.documents.read.json import read
from facilitator.documents.write.json import JsonObject, dump, write
from facilitator.sample import fill
from tests.support import incident, item
from tests.unit.whole_incidents import OPTIONAL_KEYS, teams, whole_incidents, without_absent

NewStore = Callable[[], Store]


def exported(store: Store) -> str:
    return write(store.incidents.everything().result())


def moved(text: str, new_store: NewStore) -> str:
    """Import a text into an empty database, and return what that exports."""
    store = new_store()
    try:
        store.documents.import_all(read(text, "team.json")).result()
        return exported(store)
    finally:
        store.close()


def test_the_sample_team_is_moved_byte_for_byte(empty_store: NewStore) -> None:
    store = empty_store()
    fill(store, date(2026, 11, 24))
    text = exported(store)
    store.close()
    assert len(json.loads(text)) == 24
    assert moved(text, empty_store) == text


@given(team=teams())
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
def test_any_team_is_moved_byte_for_byte(empty_store: NewStore, team: list[JsonObject]) -> None:
    text = dump(team)
    assert moved(text, empty_store) == text


def test_a_thousand_incidents_are_moved_byte_for_byte(empty_store: NewStore) -> None:
    drawn: list[JsonObject] = []

    @given(plain=whole_incidents(1))
    @settings(max_examples=150, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    def draw(plain: JsonObject) -> None:
        drawn.append(plain)

    draw()
    # Drawing a thousand would take long. So the values are mixed: value k of incident n is that
    # of the drawn incident n * (k + 1).
    keys = [*(key for key in drawn[0] if key not in OPTIONAL_KEYS), *OPTIONAL_KEYS]
    team = [
        without_absent(
            {
                key: number if key == "number" else drawn[number * (k + 1) % len(drawn)].get(key)
                for k, key in enumerate(keys)
            }
        )
        for number in range(1, 1_001)
    ]
    for plain in team:
        plain.pop("cause_category", None)
    text = dump(team)
    assert moved(text, empty_store) == text


def test_reviews_of_one_moment_keep_their_order(empty_store: NewStore) -> None:
    statuses = ["open", "done", "in_progress", "dropped"] * 3
    reviews = [("2026-03-21 14:00", status) for status in statuses]
    text = write([incident(items=[item(reviews=reviews)])])
    again = moved(text, empty_store)
    assert again == text
    assert [
        review["status"] for review in json.loads(again)[0]["action_items"][0]["reviews"]
    ] == statuses


def test_what_a_meeting_wrote_is_exported_and_imported_too(empty_store: NewStore) -> None:
    store = empty_store()
    made = store.incidents.create("checkout", "5xx spike", date(2026, 3, 14)).result()
    for text in ("third", "first", "second"):
        store.parked.add(text, incident_id=made.id).result()
    for kind in ("technical", "went_well", "process"):
        store.findings.add_finding(made.id, kind, kind).result()  # type: ignore[arg-type]
    for name in ("zebra", "ant"):
        store.themes.add(name, [made.number]).result()
    text = exported(store)
    store.close()
    plain = json.loads(text)[0]
    assert [parked["text"] for parked in plain["parked"]] == ["third", "first", "second"]
    assert [finding["text"] for finding in plain["went_wrong"]] == ["technical", "process"]
    assert plain["themes"] == ["zebra", "ant"]
    assert moved(text, empty_store) == text


def test_an_incident_needs_only_a_number_a_service_a_symptom_and_a_date() -> None:
    (found,) = read(
        '{"number": 7, "service": "checkout", "symptom": "slow", "date": "2026-03-14"}', "x"
    )
    plain = json.loads(write([found]))[0]
    assert (plain["number"], plain["status"], plain["severity"]) == (7, "draft", None)
    assert plain["impact"] == {
        "began_at": None,
        "duration_minutes": None,
        "users_affected": None,
        "revenue": None,
        "currency": None,
        "slo_budget_percent": None,
        "summary": "",
    }
    lists = ("timeline", "factors", "went_well", "went_wrong", "action_items", "themes", "parked")
    assert [plain[name] for name in lists] == [[]] * 7
    assert (plain["cause"], plain["root_cause"], plain["lessons_learned"]) == (None, "", "")


def test_the_keys_are_in_the_documented_order() -> None:
    plain = json.loads(write([incident(items=[item(reviews=[("2026-03-21 14:00", "open")])])]))[0]
    assert list(plain) == [
        "number",
        "service",
        "symptom",
        "date",
        "severity",
        "status",
        "impact",
        "timeline",
        "root_cause",
        "cause",
        "factors",
        "went_well",
        "went_wrong",
        "action_items",
        "lessons_learned",
        "themes",
        "parked",
    ]
    assert list(plain["action_items"][0]) == [
        "slot",
        "action",
        "owner",
        "priority",
        "due",
        "first_due",
        "status",
        "note",
        "ticket",
        "created_at",
        "closed_at",
        "reviews",
    ]
    assert list(plain["action_items"][0]["reviews"][0]) == ["at", "status", "note"]


def only(text: str) -> Incident:
    (found,) = read(text, "x")
    return found


def test_times_of_any_zone_are_exported_in_utc() -> None:
    found = only(
        '{"number": 7, "service": "a", "symptom": "b", "date": "2026-03-14", "timeline":'
        ' [{"at": "2026-03-14T10:02:00.250+01:00", "text": "page"}]}'
    )
    assert json.loads(write([found]))[0]["timeline"][0]["at"] == "2026-03-14T09:02:00.250000Z"


def test_a_first_due_date_that_is_absent_is_the_due_date() -> None:
    text = (
        '{"number": 7, "service": "a", "symptom": "b", "date": "2026-03-14", "action_items":'
        ' [{"slot": 1, "action": "c", "created_at": "2026-03-14T09:00:00Z",'
        ' "due": "2026-03-28"%s}]}'
    )
    assert only(text % "").action_items[0].first_due == date(2026, 3, 28)
    assert only(text % ', "first_due": null').action_items[0].first_due is None
    assert only(text % ', "first_due": "2026-03-20"').action_items[0].first_due == date(2026, 3, 20)
