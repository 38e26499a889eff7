"""Reading what a document is about: number, service, symptom, date and severity."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from db.vocabulary import LARGEST, SHORT_TEXT, Severity
from facilitator.documents.markdown_escaping import plain
from facilitator.documents.read.document_head import DocumentHead
from facilitator.documents.read.document_times import find_date
from facilitator.documents.read.import_notes import ImportNotes

_TEMPLATE_TITLE = re.compile(r"Incident: (.*) on (\d{4}-\d\d-\d\d)", re.DOTALL)
_KIND = r"(?:incident(?: report)?|post-?\s?mortem|rca|outage report)"
_NUMBER = re.compile(
    rf"\s*(?:{_KIND}\s*)?(?:#|\bINC-?|\bincident\s+(?=\d))(\d{{1,10}})\b(?!-\d)\s*[:–—-]?\s*",
    re.IGNORECASE,
)
_EXTERNAL_ID = r"[A-Z][A-Z\d]{1,9}-\d{4}-\d{1,8}(?![\w-])"
"""An id of another system with a year in it, such as `INC-2024-0042`."""
_ID_AT_START = re.compile(rf"\s*(?:{_KIND}\s*)?({_EXTERNAL_ID})\s*[:–—-]?\s*", re.IGNORECASE)
_KIND_AT_START = re.compile(rf"^\s*{_KIND}\s*(?::|[–—-]\s|\bfor\b|\bof\b)\s*", re.IGNORECASE)
_LABEL_LINE = re.compile(
    r"\s*+(?:[-*+]\s++)?(?:\*\*|__)?([A-Za-z][A-Za-z #/_]{1,40}?)\s*+"
    r"(?::(?:\*\*|__)|(?:\*\*|__)?\s*+:)\s*(.*\S)\s*"
)
_LABELS = {
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
_CONNECTING_WORDS = r"[\s,;:@(\[–—-]*(?:\b(?:on|of|from|at)\b)?\s*(?:the\s+)?$"


@dataclass(frozen=True, slots=True)
class LabelLine:
    """A line such as `Severity: SEV1`.

    Attributes:
        line: The line of the document, counted from 1.
        name: What the label names: one of the keys of `_LABELS`.
        value: The text after the colon.
    """

    line: int
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class DocumentTitle:
    """What a document says it is about.

    Attributes:
        number: The number of the incident; 0 where none is written.
        service: The service.
        symptom: The symptom.
        day: The date; None where neither the title nor a label states one.
        severity: The severity; None where none is written.
        external_id: The id that it has in another system; "" where none is written.
        used_lines: The lines of the labels that were used, so that they are not kept as text.
    """

    number: int
    service: str
    symptom: str
    day: date | None
    severity: Severity | None
    external_id: str = ""
    used_lines: tuple[int, ...] = ()


def find_labels(numbered_lines: Iterable[tuple[int, str]]) -> list[LabelLine]:
    """Return the lines that are labels about the incident. Each line comes with its number."""
    labels = []
    for number, line in numbered_lines:
        match = _LABEL_LINE.fullmatch(line)
        if match is None:
            continue
        written = " ".join(match[1].replace("_", " ").split()).casefold()
        name = next((name for name, names in _LABELS.items() if written in names), None)
        if name is not None:
            labels.append(LabelLine(number, name, plain(match[2].strip("*_ \"'"))))
    return labels


def read_title(
    heading: str,
    line: int,
    labels: Sequence[LabelLine],
    known_services: Sequence[str],
    import_notes: ImportNotes,
    head: DocumentHead,
) -> DocumentTitle:
    """Return what a document is about, by its title and by its labels.

    Args:
        heading: The title as written.
        line: The line of the title.
        labels: The labels of the document.
        known_services: What the team calls its services.
        import_notes: Where remarks are collected.
        head: The lines under the title of our own form.
    """
    severity, used_lines = _severity(labels, import_notes)
    if template_title := _TEMPLATE_TITLE.fullmatch(heading):
        # A date that the calendar lacks is read as part of any other title.
        with contextlib.suppress(ValueError):
            day = date.fromisoformat(template_title[2])
            title = plain(template_title[1])
            stated = _stated_names(head.service, title)
            service, symptom = stated or _service_and_symptom(
                title, known_services, line, import_notes
            )
            used_lines = (*used_lines, *head.used_lines)
            return DocumentTitle(0, service, symptom, day, severity, head.external_id, used_lines)
    heading, external_id, id_lines = _take_external_id(heading, labels)
    used_lines = (*used_lines, *id_lines)
    text, number = _take_number(heading, labels)
    text, stated_day = _take_day(plain(_KIND_AT_START.sub("", text, count=1)))
    for label in labels:
        match = find_date(label.value) if label.name == "date" else None
        if match is not None and stated_day is None:
            stated_day, used_lines = match.day, (*used_lines, label.line)
    names = [label for kind in ("service", "category") for label in labels if label.name == kind]
    if names and text and max(len(names[0].value), len(text)) <= SHORT_TEXT:
        service, used_lines = names[0].value, (*used_lines, names[0].line)
        if text.casefold().startswith(f"{service.casefold()} "):
            text = text[len(service) :].strip()
        return DocumentTitle(number, service, text, stated_day, severity, external_id, used_lines)
    service, symptom = _service_and_symptom(text, known_services, line, import_notes)
    return DocumentTitle(number, service, symptom, stated_day, severity, external_id, used_lines)


def is_template_title(heading: str) -> bool:
    """Whether a heading is written as the template's: `Incident: SERVICE SYMPTOM on DATE`."""
    match = _TEMPLATE_TITLE.fullmatch(heading)
    with contextlib.suppress(ValueError):
        return match is not None and bool(date.fromisoformat(match[2]))
    return False


def _stated_names(service: str, title: str) -> tuple[str, str] | None:
    """Return the service and the symptom where the head states the service; else None."""
    title = " ".join(title.split())
    symptom = title.removeprefix(f"{service} ").strip()
    is_stated = service and title.startswith(f"{service} ") and 0 < len(symptom) <= SHORT_TEXT
    return (service, symptom) if is_stated else None


def _service_and_symptom(
    text: str, known_services: Sequence[str], line: int, import_notes: ImportNotes
) -> tuple[str, str]:
    """Split a title after the known service that it begins with, else after its first word."""
    text = " ".join(text.split())
    for known_service in sorted(known_services, key=len, reverse=True):
        name = " ".join(known_service.split())
        if (
            text.casefold().startswith(f"{name.casefold()} ")
            and len(text) - len(name) <= SHORT_TEXT + 1
        ):
            return text[: len(name)], text[len(name) + 1 :]
    # A longer title can't be split into two names, and trying every split takes quadratic time.
    words = text.split(" ") if len(text) <= 2 * SHORT_TEXT + 1 else []
    for count in range(1, len(words)):
        service, symptom = " ".join(words[:count]), " ".join(words[count:])
        if max(len(service), len(symptom)) <= SHORT_TEXT:
            why = "the title's first word" if count == 1 else "the title's first words"
            import_notes.remark_guess(line, f"service “{service}”: {why}")
            return service, symptom
    import_notes.remark_guess(line, "no service is stated")
    return "unknown", import_notes.shorten(text or "incident", SHORT_TEXT, "the title", line)


def _take_external_id(
    heading: str, labels: Sequence[LabelLine]
) -> tuple[str, str, tuple[int, ...]]:
    """Return the title without the id of another system, the id, and the line of its label."""
    if match := _ID_AT_START.match(heading):
        return heading[match.end() :], match[1], ()
    for label in labels:
        if label.name == "number" and re.fullmatch(_EXTERNAL_ID, label.value, re.IGNORECASE):
            return heading, label.value, (label.line,)
    return heading, "", ()


def _take_number(heading: str, labels: Sequence[LabelLine]) -> tuple[str, int]:
    """Return the title without the incident's number, and the number; 0 where there is none."""
    number = 0
    if match := _NUMBER.match(heading):
        number, heading = int(match[1]), heading[match.end() :]
    elif match := re.search(r"\s*\((?:incident )?#(\d{1,10})\)", heading, re.IGNORECASE):
        number, heading = int(match[1]), heading[: match.start()] + heading[match.end() :]
    else:
        values = (label.value for label in labels if label.name == "number")
        digits = next((re.fullmatch(r"(?:#|INC-?)?(\d{1,10})", value) for value in values), None)
        number = int(digits[1]) if digits else 0
    return heading, number if number <= LARGEST else 0


def _take_day(text: str) -> tuple[str, date | None]:
    """Return the title without its date and the words that connect it, and the date."""
    match = find_date(text)
    if match is None:
        return text, None
    before = re.sub(_CONNECTING_WORDS, "", text[: match.start], flags=re.IGNORECASE)
    after = re.sub(r"^[\s,;:)\]–—-]+", "", text[match.end :])
    return " ".join(filter(None, (before.strip(), after.strip()))), match.day


def _severity(
    labels: Sequence[LabelLine], import_notes: ImportNotes
) -> tuple[Severity | None, tuple[int, ...]]:
    """Return the severity that the first such label states, and the line of the label."""
    for label in labels:
        if label.name != "severity":
            continue
        level = _SEVERITY.fullmatch(label.value)
        if level:
            severity = Severity(f"SEV{min(max(int(level[1]), 1), 4)}")
        elif label.value.casefold() in _SEVERITY_WORDS:
            severity = _SEVERITY_WORDS[label.value.casefold()]
        else:
            expected = f"severity {label.value}: expected SEV1 to SEV4"
            import_notes.remark_unplaced(label.line, expected)
            return None, ()
        if label.value.upper() != severity:
            import_notes.remark_guess(label.line, f"severity {label.value} is read as {severity}")
        return severity, (label.line,)
    return None, ()
