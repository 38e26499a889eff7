"""What an import refuses: each time in one line that names the file and the place."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.store import Store
from facilitator.documents.read.json import read, read_documents
from facilitator.documents.read.parsed_document import DocumentError

GOOD: dict[str, Any] = {
    "number": 7,
    "service": "checkout",
    "symptom": "5xx spike",
    "date": "2026-03-14",
}
ITEM: dict[str, Any] = {"slot": 1, "action": "a", "created_at": "2026-03-14T09:00:00Z"}
REVIEW: dict[str, Any] = {"at": "2026-03-21T09:00:00Z", "status": "open"}


AT = {"at": REVIEW["at"]}
MEETING: dict[str, Any] = {
    "created_at": REVIEW["at"], "finished_at": REVIEW["at"], "planned_minutes": [10, 30, 10],
}  # fmt: skip


def with_item(changed: dict[str, Any]) -> dict[str, Any]:
    return {"action_items": [ITEM | changed]}


def with_meeting(changed: dict[str, Any]) -> dict[str, Any]:
    return {"meetings": [MEETING | changed]}


def with_clock(event: dict[str, Any]) -> dict[str, Any]:
    return with_meeting({"clock": [AT | event]})


def with_event(event: dict[str, Any]) -> dict[str, Any]:
    return {"timeline": [event]}


def with_impact(impact: dict[str, Any]) -> dict[str, Any]:
    return {"impact": impact}


def refusal(text: str) -> str:
    with pytest.raises(DocumentError) as refused:
        read(text, "team.json")
    message = str(refused.value)
    assert message.startswith("team.json:")
    assert len(message.splitlines()) == 1
    assert message.isprintable()
    assert len(message) < 500
    return message


def refusal_of(**changed: Any) -> str:
    return refusal(f"[{json.dumps(GOOD)},\n{json.dumps(GOOD | {'number': 8} | changed)}]")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"impact": {"users": 1}}, 'impact: unknown key "users"; known are began_at'),
        (with_event({**AT, "text": "x", "a": 1}), 'timeline[0]: unknown key "a"'),
        (with_item({"status": "todo"}), "action_items[0].status: expected one"),
        (with_item({"slot": 4}), "action_items[0].slot: expected 1, 2 or 3"),
        (with_item({"slot": True}), "action_items[0].slot: expected 1, 2 or"),
        (with_item({"slot": 1.0}), "action_items[0].slot: expected 1, 2 or"),
        (with_item({"slot": [1]}), "action_items[0].slot: expected 1, 2 or"),
        ({"action_items": [ITEM, ITEM]}, "action_items: a slot is taken twice"),
        (with_item({"status": "dropped"}), "action_items[0].note: expected the"),
        (with_item({"reviews": [{}]}), "action_items[0].reviews[0]: at is missing"),
        (with_item({"priority": "P4"}), "action_items[0].priority: expected one"),
        ({"action_items": [{"slot": 1, "action": "a"}]}, "action_items[0]: created_at is missi"),
        ({"service": ""}, "service: expected a text, got an empty one"),
        ({"service": " \n"}, "service: expected a text, got an empty one"),
        ({"service": 7}, "service: expected a text, got 7"),
        ({"service": None}, "service: expected a text, got null"),
        ({"service": "x" * 201}, "service: 201 characters; at most 200"),
        ({"symptom": "x" * 201}, "symptom: 201 characters; at most 200"),
        ({"root_cause": "x" * 20_001}, "root_cause: 20,001 characters; at most 20,000"),
        ({"root_cause": "a\x00b"}, "root_cause: holds a character that no database keeps"),
        ({"root_cause": "a\ud800b"}, "root_cause: holds a character that no database keeps"),
        ({"number": 0}, "number: expected a whole number from 1, got 0"),
        ({"number": -3}, "number: expected a whole number from 1, got -3"),
        ({"number": True}, "number: expected a whole number from 1, got true"),
        ({"number": 1.5}, "number: expected a whole number from 1, got 1.5"),
        ({"number": "8"}, 'number: expected a whole number from 1, got "8"'),
        ({"number": 2**31}, "number: expected a whole number from 1, got 2147483648"),
        ({"number": 7}, "number: #7 is in the file twice"),
        ({"date": "14.3.2026"}, 'date: expected a date such as 2026-03-14, got "14.3.2026"'),
        ({"date": "2026-02-30"}, "date: expected a date such as 2026-03-14"),
        ({"date": None}, "date: expected a date such as 2026-03-14, got null"),
        ({"severity": "SEV9"}, "severity: expected one of SEV1, SEV2, SEV3, SEV4, got"),
        ({"severity": ["SEV1"]}, "severity: expected one of SEV1"),
        ({"status": 3}, "status: expected one of draft, reviewed, got 3"),
        ({"impact": []}, "impact: expected an object, got []"),
        (with_impact({"duration_minutes": -1}), "impact.duration_minutes: expected a whole"),
        (with_impact({"revenue": 35000}), "impact.revenue: expected an amount as text"),
        (with_impact({"revenue": "-1"}), "impact.revenue: expected an amount as text"),
        (with_impact({"revenue": "NaN"}), "impact.revenue: expected an amount as text"),
        (with_impact({"revenue": "1e999999999"}), "impact.revenue: expected an amount as"),
        (with_impact({"revenue": "1e-999999999"}), "impact.revenue: expected an amount as"),
        (with_impact({"revenue": "much"}), "impact.revenue: expected an amount as text"),
        (with_impact({"revenue": "1"}), "impact.currency: expected one such as USD beside"),
        (with_impact({"currency": "usd"}), "impact.currency: expected three letters"),
        (with_impact({"currency": "EURO"}), "impact.currency: expected three letters"),
        (with_impact({"currency": "U1D"}), "impact.currency: expected three letters"),
        (with_impact({"slo_budget_percent": -1}), "impact.slo_budget_percent: expected"),
        (with_impact({"slo_budget_percent": "1"}), "impact.slo_budget_percent: expected"),
        (with_impact({"began_at": "2026-03-14T09:00:00"}), "impact.began_at: expected a ti"),
        (with_impact({"began_at": "0001-01-01T00:00+05:00"}), "impact.began_at: expected a time"),
        ({"timeline": {}}, "timeline: expected an array, got {}"),
        ({"duplicate_of": 8}, "duplicate_of: #8 can't be a duplicate of itself"),
        ({"sections": [{"text": "x"}]}, "sections[0]: heading is missing"),
        ({"id": 7}, "id: expected a text, got 7"),
        (with_item({"ticket_verified": 1}), "action_items[0].ticket_verified: expected true or"),
        (with_meeting({"planned_minutes": [10, 30]}), "meetings[0].planned_minutes: expected the"),
        (with_meeting({"planned_minutes": [0, 30, 10]}), "meetings[0].planned_minutes[0]: expec"),
        (with_meeting({"part": 3}), "meetings[0].part: expected 0, 1 or 2"),
        (with_meeting({"stage": "lunch"}), "meetings[0].stage: expected one of opening"),
        (with_meeting({"finished_at": None}), "meetings[0].finished_at: expected a time"),
        (with_meeting({"attendees": [{"name": "Ana"}] * 2}), "meetings[0].attendees[1].name: that"),
        (with_clock({"kind": "stop"}), "meetings[0].clock[0].kind"),
        (with_clock({"kind": "part"}), "meetings[0].clock[0]: part is missing"),
        (with_clock({"kind": "part", "part": 3}), "meetings[0].clock[0].part: expected 0, 1 or 2"),
        (with_clock({"kind": "pause", "part": 1}), 'meetings[0].clock[0]: unknown key "part"'),
        (with_meeting({"room": "A"}), 'meetings[0]: unknown key "room"'),
        (with_item({"reviews": [REVIEW | {"meeting": {"incident": 8, "index": 0}}]}),
         "action_items[0].reviews[0].meeting: there is no such meeting in the file"),
        ({"systemic_issues": [{"theme": "x"}]}, "systemic_issues[0].theme: expected one of the"),
        ({"timeline": ["09:02 page"]}, 'timeline[0]: expected an object, got "09:02 page"'),
        (with_event({**AT}), "timeline[0]: text is missing"),
        (with_event({**AT, "text": None}), "timeline[0].text: expected a text, got null"),
        (with_event({**AT, "kind": "page"}), "timeline[0].kind: expected one of"),
        ({"factors": [{"kind": "made_possible"}]}, "factors[0]: text is missing"),
        ({"factors": [{"text": "x"}]}, "factors[0]: kind is missing"),
        ({"went_well": [{"text": "x"}]}, "went_well[0]: expected a text, got"),
        ({"went_wrong": ["x"]}, 'went_wrong[0]: expected an object, got "x"'),
        ({"went_wrong": [{"kind": "went_well", "text": "x"}]}, "went_wrong[0].kind: expected"),
        ({"themes": ["ok", ""]}, "themes[1]: expected a text, got an empty one"),
        ({"cause": ""}, "cause: expected a text, got an empty one"),
        ({"cause": 3}, "cause: expected a text, got 3"),
        ({"parked": [{"kind": "wish", "text": "x"}]}, "parked[0].kind: expected one of idea"),
    ],
    ids=lambda value: json.dumps(value)[:50] if isinstance(value, dict) else "",
)  # fmt: skip
def test_every_wrong_value_is_refused_with_its_location(
    changed: dict[str, Any], expected: str
) -> None:
    assert refusal_of(**changed).startswith(f"team.json:2: [1].{expected}")


@pytest.mark.parametrize("key", GOOD)
def test_a_required_key_that_is_missing_is_refused(key: str) -> None:
    rest = {name: value for name, value in GOOD.items() if name != key}
    assert refusal(json.dumps(rest)) == f"team.json:1: incident: {key} is missing"


def test_an_unknown_key_is_refused() -> None:
    assert refusal_of(sevrity="SEV1").startswith(
        'team.json:2: [1]: unknown key "sevrity"; known are action_items, cause, cause_cat'
    )


def test_a_fourth_action_item_is_refused() -> None:
    items = [ITEM | {"slot": slot} for slot in (1, 2, 3, 3)]
    assert refusal_of(action_items=items) == (
        "team.json:2: [1].action_items: 4; a post-mortem has at most three"
    )


def test_a_repeated_key_is_refused() -> None:
    one = json.dumps(GOOD)
    twice = one[:-1] + ', "symptom": "another"}'
    assert refusal(twice) == 'team.json:1: incident: the key "symptom" is repeated in one object'
    assert refusal(f"[{one}, {twice}]").startswith('team.json:1: [1]: the key "symptom" is')
    nested = one[:-1] + ', "impact": {"summary": "a", "summary": "b"}}'
    assert refusal(f"{one}\n{nested}".replace("7", "8", 1)).startswith(
        'team.json:2: incident.impact: the key "summary" is repeated'
    )


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e400", "1" + "0" * 400])
def test_a_number_that_is_not_finite_or_too_large_is_refused(value: str) -> None:
    text = json.dumps(GOOD | {"impact": {"slo_budget_percent": 7.25}}).replace("7.25", value)
    assert refusal(text).startswith("team.json:1: incident.impact.slo_budget_percent: expected a")
    text = json.dumps(GOOD).replace("7", value)
    assert refusal(text).startswith("team.json:1: incident.number: expected a whole number from 1")


def test_a_number_with_more_digits_than_python_converts_is_refused() -> None:
    text = json.dumps(GOOD).replace("7", "9" * 5000)
    assert refusal(text).startswith("team.json:1: incident.number: expected a whole number from 1")


@pytest.mark.parametrize("depth", [100, 900, 950, 980, 1_000, 100_000])
@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_any_depth_of_nesting_is_refused_without_a_crash(depth: int, opening: str) -> None:
    closing = "]" if opening == "[" else "}"
    nested = opening * depth + "1" + closing * depth
    assert refusal(nested)
    assert refusal(f'{{"number": {nested}}}')
    assert refusal("[" * depth)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "team.json:1: empty; expected a JSON object or array"),
        (" \n\t\n", "team.json:1: empty; expected a JSON object or array"),
        ("null", "team.json:1: incident: expected an object, got null"),
        ("7", "team.json:1: incident: expected an object, got 7"),
        ('"text"', 'team.json:1: incident: expected an object, got "text"'),
        ("[7]", "team.json:1: [0]: expected an object, got 7"),
        ("[[]]", "team.json:1: [0]: expected an object, got []"),
        ('{"number": 7,\n "service" "x"}', "team.json:2: not JSON: expecting ':' delimiter"),
        ("# Incident: checkout", "team.json:1: not JSON: expecting value"),
        ('{"number": 7', "team.json:1: not JSON: expecting ',' delimiter"),
        ("{'number': 7}", "team.json:1: not JSON: expecting property name enclosed in double"),
        ('{"a": "\x1b"}', "team.json:1: not JSON: invalid control character at"),
        ("[]\n[]", "team.json:1: incident: expected an object, got []"),
        ('{\n"a": 1\n}\n{\n"a": 1\n}', "team.json:4: not JSON: extra data"),
        ("[\n{}\n]\n]", "team.json:4: not JSON: extra data"),
        ("{} {}", "team.json:1: not JSON: extra data"),
    ],
)
def test_a_text_that_is_no_document_is_refused(text: str, expected: str) -> None:
    assert refusal(text).startswith(expected)


def test_an_empty_array_holds_no_incidents() -> None:
    assert read("[]", "team.json") == []


def test_one_object_a_line_is_read() -> None:
    lines = [json.dumps(GOOD), "", json.dumps(GOOD | {"number": 8}), ""]
    assert [incident.number for incident in read("\n".join(lines), "x")] == [7, 8]
    lines.append(json.dumps(GOOD))
    assert refusal("\n".join(lines)) == "team.json:5: incident.number: #7 is in the file twice"
    lines[-1] = '{"number": 9,'
    assert refusal("\n".join(lines)).startswith("team.json:5: not JSON: expecting property name")
    lines[-1] = json.dumps(GOOD | {"number": 9, "severity": "bad"})
    assert refusal("\n".join(lines)).startswith(
        "team.json:5: incident.severity: expected one of SEV1"
    )


def test_the_message_names_the_line_of_the_value() -> None:
    plain = [GOOD, GOOD | {"number": 8, "timeline": [{**AT, "text": "x"}, {"at": 7, "text": "y"}]}]
    text = json.dumps(plain, indent=1)
    line = text.split("\n").index('    "at": 7,') + 1
    assert refusal(text).startswith(f"team.json:{line}: [1].timeline[1].at: expected a time")
    text = json.dumps(GOOD | {"sevrity": "SEV1"}, indent=1)
    line = text.split("\n").index(' "sevrity": "SEV1"') + 1
    assert refusal(text).startswith(f'team.json:{line}: incident: unknown key "sevrity"')
    text = json.dumps([GOOD, GOOD], indent=1)
    assert refusal(text) == "team.json:9: [1].number: #7 is in the file twice"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(
    st.sampled_from(
        [
            "service",
            "date",
            "impact",
            "timeline",
            "action_items",
            "cause",
            "themes",
            "parked",
            "factors",
            "went_well",
            "severity",
        ]
    ),
    anything,
)
@settings(max_examples=300)  # fmt: skip
def test_any_value_anywhere_is_read_or_refused_in_one_line(key: str, value: Any) -> None:
    assert_read_or_refused(json.dumps(GOOD | {key: value}), "team.json:1: incident")


@given(st.text() | st.text(alphabet='[]{}":,0 \nen'))
@settings(max_examples=300)
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    assert_read_or_refused(text, "team.json:")


def test_whatever_was_read_can_be_stored(empty_store: Callable[[], Store]) -> None:
    store = empty_store()
    keys = [
        "service", "impact", "timeline", "action_items", "cause", "themes", "parked", "factors",
        "went_wrong", "sections", "id", "created_at", "meetings", "duplicate_of",
    ]  # fmt: skip
    texts = st.sampled_from(["", " ", "\t", "x", "x" * 201, "x" * 2001, "y" * 20_001, "\u2028"])
    values = texts | st.none() | st.integers(-1, 4) | st.booleans()
    objects = st.dictionaries(
        st.sampled_from(
            ["text", "kind", "action", "slot", "note", "status", "heading", "summary", "revenue",
             "currency", "name", "owner", "ticket"]
        ),
        values | st.sampled_from(["process", "idea", "made_possible", "dropped", "1.5", "EUR"]),
    )  # fmt: skip
    complete = st.sampled_from([ITEM, MEETING, AT, {}])
    things = st.builds(lambda base, other: base | other, complete, objects)

    @given(st.dictionaries(st.sampled_from(keys), values | things | st.lists(values | things)))
    @settings(max_examples=400, deadline=None)
    def stored(plain: dict[str, Any]) -> None:
        try:
            (document,) = read_documents(json.dumps(GOOD | plain), "team.json")
        except DocumentError:
            return
        meetings = {document.incident.id: document.meetings}
        store.documents.import_all([document.incident], renumber=True, meetings=meetings).result()

    stored()
    store.close()


def assert_read_or_refused(text: str, beginning: str) -> None:
    try:
        read(text, "team.json")
    except DocumentError as error:
        message = str(error)
    else:
        return
    assert message.startswith(beginning)
    assert len(message.splitlines()) == 1
