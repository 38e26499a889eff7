"""Reading incidents from JSON: strictly, so that nothing is dropped in silence."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from db.records import (
    LINE_TEXT,
    LONG_TEXT,
    SHORT_TEXT,
    SLOTS,
    ActionItem,
    ActionStatus,
    Cause,
    EventKind,
    Factor,
    FactorKind,
    Finding,
    FindingKind,
    Impact,
    Incident,
    IncidentStatus,
    Parked,
    ParkedKind,
    Priority,
    Review,
    Severity,
    TimelineEvent,
)
from facilitator.documents import values

T = TypeVar("T")
LARGEST_FILE = 100 * 1024 * 1024
"""Bytes; a larger file is refused before it is read."""
LONGEST_NUMBER = 20
"""Digits; no column keeps a whole number with more, which is why they need not be exact."""


class DocumentError(Exception):
    """A document can't be read. The message is one line: where, and what was expected."""


def read_file(path: Path) -> list[Incident]:
    """The incidents of a file.

    Raises:
        DocumentError: named by file and line or place; then nothing of it is taken.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise DocumentError(f"{path}: larger than 100 MB; split it")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise DocumentError(f"{path}: not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise DocumentError(f"{path}: {(error.strerror or 'unreadable').lower()}") from None
    return read(text, str(path))


def read(text: str, name: str) -> list[Incident]:
    """The incidents in a text: an object, an array, or one object a line. name: the file's.

    Raises:
        DocumentError: see `read_file`.
    """
    incidents = []
    taken: set[int] = set()
    for place, plain in _objects(text, name):
        incident = _incident(Place(plain, place))
        if incident.number in taken:
            raise DocumentError(f"{place}.number: #{incident.number} is in the file twice")
        taken.add(incident.number)
        incidents.append(incident)
    return incidents


class Ambiguous(dict[str, Any]):
    """A JSON object in which a key stands twice: refused by whoever knows where it stands."""

    twice: str


class Place:
    """A JSON object being read, with the words for where it stands."""

    def __init__(self, plain: Any, name: str) -> None:
        if not isinstance(plain, dict):
            raise DocumentError(f"{name}: expected an object, got {values.shown(plain)}")
        if isinstance(plain, Ambiguous):
            twice = values.shown(plain.twice)
            raise DocumentError(f"{name}: the key {twice} stands twice in one object")
        self.plain: dict[str, Any] = plain
        self.name = name
        self._known: set[str] = set()

    def get(self, key: str, parse: Callable[[Any], T], default: T | None = None) -> T:
        """The value of a key; a key that is absent and has no default is an error."""
        self._known.add(key)
        if key not in self.plain:
            if default is None:
                raise DocumentError(f"{self.name}: {key} is missing")
            return default
        return self._told(key, lambda: parse(self.plain[key]))

    def maybe(self, key: str, parse: Callable[[Any], T]) -> T | None:
        """The value of a key that may be null or absent."""
        self._known.add(key)
        value = self.plain.get(key)
        return None if value is None else self._told(key, lambda: parse(value))

    def each(self, key: str) -> Iterator[tuple[str, Any]]:
        """The places and values of an array, empty where it is absent."""
        self._known.add(key)
        array = self.plain.get(key, [])
        if not isinstance(array, list):
            raise DocumentError(f"{self.name}.{key}: expected an array, got {values.shown(array)}")
        for place, value in enumerate(array):
            yield f"{self.name}.{key}[{place}]", value

    def done(self) -> None:
        """Refuse keys that nobody asked for."""
        for key in self.plain:
            if key not in self._known:
                known = ", ".join(sorted(self._known))
                raise DocumentError(
                    f"{self.name}: unknown key {values.shown(key)}; known are {known}"
                )

    def _told(self, key: str, parse: Callable[[], T]) -> T:
        try:
            return parse()
        except ValueError as error:
            raise DocumentError(f"{self.name}.{key}: {error}") from None


def _objects(text: str, name: str) -> Iterator[tuple[str, Any]]:
    if not text.strip():
        raise DocumentError(f"{name}: empty; expected a JSON object or array")
    try:
        whole = _parse(text)
    except json.JSONDecodeError as error:
        # One object a line also begins with a whole object, and then goes on.
        if error.msg != "Extra data" or "\n" in text[: error.pos].strip():
            raise DocumentError(f"{name}:{error.lineno}: not JSON: {error.msg.lower()}") from None
        yield from _lines(text, name)
        return
    except RecursionError:
        raise DocumentError(f"{name}: not readable JSON: nested too deep") from None
    if isinstance(whole, list):
        yield from ((f"{name}: [{place}]", each) for place, each in enumerate(whole))
    else:
        yield f"{name}: incident", whole


def _lines(text: str, name: str) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield f"{name}:{number}", _parse(line)
            except json.JSONDecodeError as error:
                raise DocumentError(f"{name}:{number}: not JSON: {error.msg.lower()}") from None
            except RecursionError:
                raise DocumentError(
                    f"{name}:{number}: not readable JSON: nested too deep"
                ) from None


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
        impact=_impact(Place(at.get("impact", values.as_it_is, {}), f"{at.name}.impact")),
        root_cause=at.get("root_cause", values.text(LONG_TEXT), ""),
        cause=at.maybe("cause", _cause),
        lessons_learned=at.get("lessons_learned", values.text(LONG_TEXT), ""),
        created_at=datetime(on.year, on.month, on.day, tzinfo=UTC),
        timeline=tuple(_event(Place(each, name)) for name, each in at.each("timeline")),
        factors=tuple(_factor(Place(each, name)) for name, each in at.each("factors")),
        findings=(
            *(_went_well(each, name) for name, each in at.each("went_well")),
            *(_went_wrong(Place(each, name)) for name, each in at.each("went_wrong")),
        ),
        action_items=_items(at),
        themes=tuple(dict.fromkeys(_named(each, name) for name, each in at.each("themes"))),
        parked=tuple(
            _parked(Place(each, name), datetime(on.year, on.month, on.day, tzinfo=UTC))
            for name, each in at.each("parked")
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
        raise DocumentError(f"{at.name}.currency: expected one such as USD beside a revenue")
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


def _went_well(value: Any, name: str) -> Finding:
    try:
        return Finding(uuid4(), FindingKind.WENT_WELL, values.text(LINE_TEXT, required=True)(value))
    except ValueError as error:
        raise DocumentError(f"{name}: {error}") from None


def _went_wrong(at: Place) -> Finding:
    kind = at.get("kind", values.word(FindingKind))
    if kind is FindingKind.WENT_WELL:
        raise DocumentError(f"{at.name}.kind: expected process or technical")
    finding = Finding(uuid4(), kind, at.get("text", values.text(LINE_TEXT, required=True)))
    at.done()
    return finding


def _items(at: Place) -> tuple[ActionItem, ...]:
    items = [_item(Place(each, name)) for name, each in at.each("action_items")]
    if len(items) > len(SLOTS):
        raise DocumentError(
            f"{at.name}.action_items: {len(items)}; a post-mortem has at most three"
        )
    slots = [item.slot for item in items]
    if len(set(slots)) < len(slots):
        raise DocumentError(f"{at.name}.action_items: a slot is taken twice")
    return tuple(sorted(items, key=lambda item: item.slot))


def _item(at: Place) -> ActionItem:
    item_id = uuid4()
    status = at.get("status", values.word(ActionStatus), ActionStatus.OPEN)
    note = at.get("note", values.text(LINE_TEXT), "")
    if status is ActionStatus.DROPPED and not note:
        raise DocumentError(f"{at.name}.note: expected the reason why it was dropped")
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
                (_review(Place(each, name)) for name, each in at.each("reviews")),
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


def _named(value: Any, name: str) -> str:
    try:
        return values.text(SHORT_TEXT, required=True)(value)
    except ValueError as error:
        raise DocumentError(f"{name}: {error}") from None


def _cause(value: Any) -> Cause:
    return Cause(uuid4(), values.text(SHORT_TEXT, required=True)(value))
