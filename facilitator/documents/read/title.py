"""What incident a document is about: number, service, symptom, date and severity."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from db.words import LARGEST, SHORT_TEXT, Severity
from facilitator.documents.escaping import plain
from facilitator.documents.read.gathering import Gathering
from facilitator.documents.read.times import find_date

_OWN = re.compile(r"Incident: (.*) on (\d{4}-\d\d-\d\d)", re.DOTALL)
_KIND = r"(?:incident(?: report)?|post-?\s?mortem|rca|outage report)"
_NUMBER = re.compile(
    rf"\s*(?:{_KIND}\s*)?(?:#|\bINC-?|\bincident\s+(?=\d))(\d{{1,10}})\b\s*[:–—-]?\s*",
    re.IGNORECASE,
)
_KIND_FIRST = re.compile(rf"^\s*{_KIND}\s*(?::|[–—-]\s|\bfor\b|\bof\b)\s*", re.IGNORECASE)
_LABEL = re.compile(
    r"\s*+(?:[-*+]\s++)?(?:\*\*|__)?([A-Za-z][A-Za-z #/_]{1,40}?)\s*+"
    r"(?::(?:\*\*|__)|(?:\*\*|__)?\s*+:)\s*(.*\S)\s*"
)
_NAMES = {
    "date": {
        "date",
        "incident date",
        "date of incident",
        "day",
        "start date",
        "start",
        "started",
        "start date/time",
        "date/time",
        "start time",
    },
    "severity": {"severity", "sev", "incident severity", "severity level"},
    "service": {
        "service",
        "services",
        "affected service",
        "affected services",
        "component",
        "product",
    },
    "title": {"title"},
    "category": {"category"},
    "number": {"incident number", "incident", "incident id", "number"},
}
_SEVERITY = re.compile(r"(?:sev(?:erity)?|s|p)?[\s-]?([0-5])\b.*", re.IGNORECASE | re.DOTALL)
_SEVERITY_WORDS = {
    "critical": Severity.SEV1, "high": Severity.SEV2, "major": Severity.SEV2,
    "medium": Severity.SEV3, "moderate": Severity.SEV3, "minor": Severity.SEV4,
    "low": Severity.SEV4,
}  # fmt: skip
_JOINT = r"[\s,;:@(\[–—-]*(?:\b(?:on|of|from|at)\b)?\s*(?:the\s+)?$"


@dataclass(frozen=True, slots=True)
class Label:
    """A line such as `Severity: SEV1`."""

    line: int
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Title:
    """What a document says it is about.

    day: None where neither title nor labels state one. used: the lines of the labels that told.
    """

    number: int
    service: str
    symptom: str
    day: date | None
    severity: Severity | None
    used: tuple[int, ...] = ()


def labels(lines: Iterable[tuple[int, str]]) -> list[Label]:
    """The labels that stand on these lines, by what they name."""
    found = []
    for number, line in lines:
        said = _LABEL.fullmatch(line)
        name = "" if said is None else " ".join(said[1].replace("_", " ").split()).casefold()
        known = next((key for key, names in _NAMES.items() if name in names), None)
        if said is not None and known is not None:
            found.append(Label(number, known, plain(said[2].strip("*_ \"'"))))
    return found


def read_title(
    heading: str,
    line: int,
    said: Sequence[Label],
    known_services: Sequence[str],
    gathering: Gathering,
) -> Title:
    """The title of a document. heading: as written. line: where it stands."""
    severity, used = _severity(said, gathering)
    if own := _OWN.fullmatch(heading):
        with contextlib.suppress(ValueError):
            day = date.fromisoformat(own[2])
            service, symptom = _halves(plain(own[1]), known_services, line, gathering)
            return Title(0, service, symptom, day, severity, used)
    text, number = _without_number(heading, said)
    text, stated = _without_day(plain(_KIND_FIRST.sub("", text, count=1)))
    for label in said:
        found = find_date(label.value) if label.name == "date" else None
        if found is not None and stated is None:
            stated, used = found.day, (*used, label.line)
    named = [each for kind in ("service", "category") for each in said if each.name == kind]
    if named and text and max(len(named[0].value), len(text)) <= SHORT_TEXT:
        service, used = named[0].value, (*used, named[0].line)
        if text.casefold().startswith(f"{service.casefold()} "):
            text = text[len(service) :].strip()
        return Title(number, service, text, stated, severity, used)
    service, symptom = _halves(text, known_services, line, gathering)
    return Title(number, service, symptom, stated, severity, used)


def _halves(
    text: str, known_services: Sequence[str], line: int, gathering: Gathering
) -> tuple[str, str]:
    """Service and symptom of a title: a service that is known, else the first word."""
    text = " ".join(text.split())
    for known in sorted(known_services, key=len, reverse=True):
        name = " ".join(known.split())
        if (
            text.casefold().startswith(f"{name.casefold()} ")
            and len(text) - len(name) <= SHORT_TEXT + 1
        ):
            return text[: len(name)], text[len(name) + 1 :]
    words = text.split(" ")
    for taken in range(1, len(words)):
        service, symptom = " ".join(words[:taken]), " ".join(words[taken:])
        if max(len(service), len(symptom)) <= SHORT_TEXT:
            gathering.guess(line, f"service “{service}”: the title's first word" if taken == 1
                            else f"service “{service}”: as much as leaves a symptom")  # fmt: skip
            return service, symptom
    gathering.guess(line, "no service is stated")
    return "unknown", gathering.fitted(text or "incident", SHORT_TEXT, "Title", line)


def _without_number(heading: str, said: Sequence[Label]) -> tuple[str, int]:
    number = 0
    if found := _NUMBER.match(heading):
        number, heading = int(found[1]), heading[found.end() :]
    elif found := re.search(r"\s*\((?:incident )?#(\d{1,10})\)", heading, re.IGNORECASE):
        number, heading = int(found[1]), heading[: found.start()] + heading[found.end() :]
    else:
        stated = (each.value for each in said if each.name == "number")
        digits = next((re.fullmatch(r"(?:#|INC-?)?(\d{1,10})", each) for each in stated), None)
        number = int(digits[1]) if digits else 0
    return heading, number if number <= LARGEST else 0


def _without_day(text: str) -> tuple[str, date | None]:
    found = find_date(text)
    if found is None:
        return text, None
    before = re.sub(_JOINT, "", text[: found.start], flags=re.IGNORECASE)
    after = re.sub(r"^[\s,;:)\]–—-]+", "", text[found.end :])
    return " ".join(filter(None, (before.strip(), after.strip()))), found.day


def _severity(
    said: Sequence[Label], gathering: Gathering
) -> tuple[Severity | None, tuple[int, ...]]:
    """The severity, and the line that told it."""
    for label in said:
        if label.name != "severity":
            continue
        level = _SEVERITY.fullmatch(label.value)
        number = min(max(int(level[1]), 1), 4) if level else 0
        named = _SEVERITY_WORDS.get(label.value.casefold())
        severity = Severity(f"SEV{number}") if level else named
        if severity is None:
            gathering.missing(label.line, f"severity {label.value}: expected SEV1 to SEV4")
            return None, ()
        if label.value.upper() != severity:
            gathering.guess(label.line, f"severity {label.value} is read as {severity}")
        return severity, (label.line,)
    return None, ()
