"""Reading incidents from JSON: strictly, so that nothing is dropped in silence."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import uuid4

from db.records import (
    ActionItem,
    Cause,
    Factor,
    Finding,
    Impact,
    Incident,
    Parked,
    Review,
    TimelineEvent,
)
from db.words import (
    LINE_TEXT,
    LONG_TEXT,
    SHORT_TEXT,
    SLOTS,
    ActionStatus,
    EventKind,
    FactorKind,
    FindingKind,
    IncidentStatus,
    ParkedKind,
    Priority,
    Severity,
)
from facilitator.documents.read import values
from facilitator.documents.read.json_place import Where
from facilitator.documents.read.reading import DocumentError

T = TypeVar("T")
LONGEST_NUMBER = 20
"""Digits; no column keeps a whole number with more, which is why they need not be exact."""


def read(text: str, name: str) -> list[Incident]:
    """The incidents in a text: an object, an array, or one object a line. name: the file's.

    Raises:
        DocumentError: named by file, line and place; then nothing of it is taken.
    """
    incidents = []
    taken: set[int] = set()
    for where, plain in _objects(text, name):
        incident = _incident(Place(plain, where))
        if incident.number in taken:
            raise where.inside("number").refused(f"#{incident.number} is in the file twice")
        taken.add(incident.number)
        incidents.append(incident)
    return incidents


class Ambiguous(dict[str, Any]):
    """A JSON object in which a key stands twice: refused by whoever knows where it stands."""

    twice: str


class Place:
    """A JSON object being read, with where it stands."""

    def __init__(self, plain: Any, where: Where) -> None:
        if not isinstance(plain, dict):
            raise where.refused(f"expected an object, got {values.shown(plain)}")
        if isinstance(plain, Ambiguous):
            twice = values.shown(plain.twice)
            raise where.refused(f"the key {twice} stands twice in one object")
        self.plain: dict[str, Any] = plain
        self.where = where
        self._known: set[str] = set()

    def get(self, key: str, parse: Callable[[Any], T], default: T | None = None) -> T:
        """The value of a key; a key that is absent and has no default is an error."""
        self._known.add(key)
        if key not in self.plain:
            if default is None:
                raise self.where.refused(f"{key} is missing")
            return default
        return told(self.where.inside(key), lambda: parse(self.plain[key]))

    def maybe(self, key: str, parse: Callable[[Any], T]) -> T | None:
        """The value of a key that may be null or absent."""
        self._known.add(key)
        value = self.plain.get(key)
        return None if value is None else told(self.where.inside(key), lambda: parse(value))

    def each(self, key: str) -> Iterator[tuple[Any, Where]]:
        """The values of an array and where they stand, none where it is absent."""
        self._known.add(key)
        array = self.plain.get(key, [])
        where = self.where.inside(key)
        if not isinstance(array, list):
            raise where.refused(f"expected an array, got {values.shown(array)}")
        for place, value in enumerate(array):
            yield value, where.inside(place)

    def done(self) -> None:
        """Refuse keys that nobody asked for."""
        for key in self.plain:
            if key not in self._known:
                known = ", ".join(sorted(self._known))
                raise self.where.refused(f"unknown key {values.shown(key)}; known are {known}", key)


def told(where: Where, parse: Callable[[], T]) -> T:
    """What was parsed; a value that can't be is refused with its place."""
    try:
        return parse()
    except ValueError as error:
        raise where.refused(str(error)) from None


def _objects(text: str, name: str) -> Iterator[tuple[Where, Any]]:
    if not text.strip():
        raise DocumentError(f"{name}:1: empty; expected a JSON object or array")
    try:
        whole = _parse(text)
    except json.JSONDecodeError as error:
        # One object a line also begins with a whole object, and then goes on.
        if error.msg != "Extra data" or "\n" in text[: error.pos].strip():
            raise DocumentError(f"{name}:{error.lineno}: not JSON: {error.msg.lower()}") from None
        yield from _lines(text, name)
        return
    except RecursionError:
        raise DocumentError(f"{name}:1: not readable JSON: nested too deep") from None
    if isinstance(whole, list):
        for place, each in enumerate(whole):
            yield Where(name, text, 0, (place,), f"[{place}]"), each
    else:
        yield Where(name, text, 0, (), "incident"), whole


def _lines(text: str, name: str) -> Iterator[tuple[Where, Any]]:
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield Where(name, text, start, (), "incident"), _parse(line)
            except json.JSONDecodeError as error:
                raise DocumentError(f"{name}:{number}: not JSON: {error.msg.lower()}") from None
            except RecursionError:
                raise DocumentError(
                    f"{name}:{number}: not readable JSON: nested too deep"
                ) from None
        start += len(line) + 1


def _parse(text: str) -> Any:
    # NaN and Infinity are read as numbers, so that they are refused by name and place.
    return json.loads(text, object_pairs_hook=_object, parse_int=_number)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) < len(pairs):
        keys = Counter(key for key, _ in pairs)
        plain = Ambiguous(plain)
        plain.twice = keys.most_common(1)[0][0]
    return plain


def _number(digits: str) -> float:
    return int(digits) if len(digits) <= LONGEST_NUMBER else float(digits)


def _incident(at: Place) -> Incident:
    number = at.get("number", values.whole(1))
    on = at.get("date", values.day)
    incident = Incident(
        id=uuid4(),
        number=number,
        service=at.get("service", values.text(SHORT_TEXT, required=True)),
        symptom=at.get("symptom", values.text(SHORT_TEXT, required=True)),
        date=on,
        severity=at.maybe("severity", values.word(Severity)),
        status=at.get("status", values.word(IncidentStatus), IncidentStatus.DRAFT),
        impact=_impact(Place(at.get("impact", values.as_it_is, {}), at.where.inside("impact"))),
        root_cause=at.get("root_cause", values.text(LONG_TEXT), ""),
        cause=at.maybe("cause", _cause),
        lessons_learned=at.get("lessons_learned", values.text(LONG_TEXT), ""),
        created_at=datetime(on.year, on.month, on.day, tzinfo=UTC),
        timeline=tuple(_event(Place(each, where)) for each, where in at.each("timeline")),
        factors=tuple(_factor(Place(each, where)) for each, where in at.each("factors")),
        findings=(
            *(_went_well(each, where) for each, where in at.each("went_well")),
            *(_went_wrong(Place(each, where)) for each, where in at.each("went_wrong")),
        ),
        action_items=_items(at),
        themes=tuple(dict.fromkeys(_named(each, where) for each, where in at.each("themes"))),
        parked=tuple(
            _parked(Place(each, where), datetime(on.year, on.month, on.day, tzinfo=UTC))
            for each, where in at.each("parked")
        ),
    )
    at.done()
    return incident


def _impact(at: Place) -> Impact:
    impact = Impact(
        began_at=at.maybe("began_at", values.moment),
        duration_minutes=at.maybe("duration_minutes", values.whole(0)),
        users_affected=at.maybe("users_affected", values.whole(0)),
        revenue=at.maybe("revenue", values.money),
        currency=at.maybe("currency", values.currency),
        slo_budget_percent=at.maybe("slo_budget_percent", values.number),
        summary=at.get("summary", values.text(LONG_TEXT), ""),
    )
    at.done()
    if impact.revenue is not None and impact.currency is None:
        raise at.where.inside("currency").refused("expected one such as USD beside a revenue")
    return impact


def _event(at: Place) -> TimelineEvent:
    kind = at.get("kind", values.word(EventKind), EventKind.OTHER)
    bare = kind is EventKind.OTHER
    event = TimelineEvent(
        uuid4(),
        at.get("at", values.moment),
        kind,
        at.get("text", values.text(LINE_TEXT, required=bare), None if bare else ""),
        at.maybe("link", values.text(LINE_TEXT)),
    )
    at.done()
    return event


def _factor(at: Place) -> Factor:
    what = at.get("text", values.text(LINE_TEXT, required=True))
    factor = Factor(uuid4(), at.get("kind", values.word(FactorKind)), what)
    at.done()
    return factor


def _went_well(value: Any, where: Where) -> Finding:
    text = told(where, lambda: values.text(LINE_TEXT, required=True)(value))
    return Finding(uuid4(), FindingKind.WENT_WELL, text)


def _went_wrong(at: Place) -> Finding:
    kind = at.get("kind", values.word(FindingKind))
    if kind is FindingKind.WENT_WELL:
        raise at.where.inside("kind").refused("expected process or technical, got went_well")
    finding = Finding(uuid4(), kind, at.get("text", values.text(LINE_TEXT, required=True)))
    at.done()
    return finding


def _items(at: Place) -> tuple[ActionItem, ...]:
    items = [_item(Place(each, where)) for each, where in at.each("action_items")]
    if len(items) > len(SLOTS):
        raise at.where.inside("action_items").refused(
            f"{len(items)}; a post-mortem has at most three"
        )
    slots = [item.slot for item in items]
    if len(set(slots)) < len(slots):
        raise at.where.inside("action_items").refused("a slot is taken twice")
    return tuple(sorted(items, key=lambda item: item.slot))


def _item(at: Place) -> ActionItem:
    item_id = uuid4()
    status = at.get("status", values.word(ActionStatus), ActionStatus.OPEN)
    note = at.get("note", values.text(LINE_TEXT), "")
    if status is ActionStatus.DROPPED and not note:
        raise at.where.inside("note").refused("expected the reason why it was dropped")
    due = at.maybe("due", values.day)
    item = ActionItem(
        id=item_id,
        incident_id=item_id,
        slot=at.get("slot", values.slot),
        action=at.get("action", values.text(LINE_TEXT, required=True)),
        owner=at.get("owner", values.text(SHORT_TEXT), ""),
        priority=at.get("priority", values.word(Priority), Priority.P2),
        due=due,
        first_due=at.maybe("first_due", values.day) if "first_due" in at.plain else due,
        status=status,
        note=note,
        ticket=at.get("ticket", values.text(SHORT_TEXT), ""),
        ticket_verified=False,
        created_at=at.get("created_at", values.moment),
        closed_at=at.maybe("closed_at", values.moment),
        reviews=tuple(
            sorted(
                (_review(Place(each, where)) for each, where in at.each("reviews")),
                key=lambda review: review.at,
            )
        ),
    )
    at.done()
    return item


def _review(at: Place) -> Review:
    review = Review(
        uuid4(),
        None,
        at.get("at", values.moment),
        at.get("status", values.word(ActionStatus)),
        at.get("note", values.text(LINE_TEXT), ""),
    )
    at.done()
    return review


def _parked(at: Place, when: datetime) -> Parked:
    kind = at.get("kind", values.word(ParkedKind), ParkedKind.IDEA)
    text = at.get("text", values.text(LINE_TEXT, required=True))
    at.done()
    return Parked(uuid4(), None, None, kind, text, when, None)


def _named(value: Any, where: Where) -> str:
    return told(where, lambda: values.text(SHORT_TEXT, required=True)(value))


def _cause(value: Any) -> Cause:
    return Cause(uuid4(), values.text(SHORT_TEXT, required=True)(value))
