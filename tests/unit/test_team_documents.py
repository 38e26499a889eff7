"""Post-mortems in the forms that teams use: each is read, and no word of one is lost.

The documents in `tests/data/documents` are invented, in the forms of real ones. Where the real
ones are at hand, in a folder beside the project, they are tested as well.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from db.records import Incident
from db.vocabulary import EventKind, Severity
from facilitator.documents.headings import part_of
from facilitator.documents.read.files import read_file
from facilitator.documents.read.markdown import read
from facilitator.documents.read.parsed_document import DocumentError, ParsedDocument, report
from facilitator.documents.write.markdown import write_one
from tests.unit.test_markdown_again import comparable

DATA = Path(__file__).parents[1] / "data"
REAL_DATA = Path(__file__).parents[3] / "shared" / "data" / "markdown"
INVENTED = sorted((DATA / "documents").glob("*.md"))
DOCUMENTS = [*INVENTED, *sorted((REAL_DATA / "dfds").glob("*.md"))]
TEMPLATES = [
    *sorted((DATA / "templates").glob("*.md")),
    *sorted((REAL_DATA / "templates").glob("*.md")),
]
STRUCTURE = re.compile(r"All times in \w+\.|\| (Date and )?Time.*|\|[ :|-]+\||\|[ :-]+\|.*-\|?")
ZONES = (UTC, ZoneInfo("Europe/Paris"))


@dataclass(frozen=True)
class Expected:
    """What an invented document says.

    Attributes:
        service, symptom, date, severity, number: What it is about.
        events: How many events have a time that is understood.
        consumed: The words that are kept as a value and not as a text: headings of columns, the
            labels of the incident, and figures.
        remarks: The lines with a remark.
    """

    service: str
    symptom: str
    date: str
    severity: Severity | None
    number: int
    events: int
    consumed: str
    remarks: tuple[int, ...]


EXPECTED = {
    "gateway-timeouts": Expected(
        service="Gateway",
        symptom="times out behind the new load balancer",
        date="2024-05-14",
        severity=None,
        number=0,
        events=6,
        consumed="Root cause identified: (owner:",
        remarks=(3, 13, 14, 15, 18, 22, 28, 31, 38, 42),
    ),
    "2023-11-02 Search index out of disk": Expected(
        service="Search",
        symptom="index out of disk",
        date="2023-11-02",
        severity=None,
        number=0,
        events=4,
        consumed="Day CET What happened, 2 November, 2 November, 2 November, 3 November 2023"
        " Task Who When Link 1. 2. 10",
        remarks=(1, 3, 9, 11, 13, 14, 15, 19, 22, 28, 29, 35),
    ),
    "ledger-import": Expected(
        service="Ledger",
        symptom="import books twice",
        date="2020-01-16",
        severity=None,
        number=0,
        events=4,
        consumed="[x]",
        remarks=(3, 13, 13, 14, 15, 15, 16, 16, 20, 24, 33),
    ),
    "certificate-renewal": Expected(
        service="Mail",
        symptom="relay refuses connections",
        date="2022-08-09",
        severity=Severity.SEV2,
        number=204,
        events=6,
        consumed="August; Duration: 1h 25m; Revenue impact: 1.250,00;"
        " Root cause; Contributing factors; Owner: 1. 2.",
        remarks=(1, 1, 1, 10, 14, 19, 24, 29, 30, 32, 33, 34, 36, 43, 53, 58, 65, 69),
    ),
    # The times are written with dots, which are not understood: the timeline is kept as a note.
    "queue-stall": Expected(
        service="worker queue",
        symptom="queue-stall",
        date="2021-03-27",
        severity=Severity.SEV2,
        number=0,
        events=0,
        consumed="Date of incident: 3/27/2021, Severity: high, Service",
        remarks=(1, 1, 4, 9, 23, 27, 34, 41),
    ),
}
"""By the name of the file."""


def words(text: str) -> Counter[str]:
    """The words of a text, with how often each occurs."""
    return Counter(re.findall(r"\w+", text))


def source_words(source: str) -> Counter[str]:
    """The words of a document, without the headings of the template's parts and of columns."""
    lines = [
        line
        for line in source.splitlines()
        if not STRUCTURE.fullmatch(line.strip())
        and not (line.startswith("#") and part_of(line.lstrip("# ")))
    ]
    return words("\n".join(lines))


def kept_words(document: ParsedDocument) -> Counter[str]:
    """The words of what was read, with the times as the document may have written them."""
    incident = document.incident
    texts = [
        incident.service,
        incident.symptom,
        incident.impact.summary,
        incident.root_cause,
        incident.lessons_learned,
    ]
    texts += [factor.text for factor in incident.factors]
    texts += [finding.text for finding in incident.findings]
    texts += [event.text for event in incident.timeline]
    texts += [parked.text for parked in incident.parked]
    for item in incident.action_items:
        texts += [item.action, item.owner, item.note, item.ticket]
    for section in incident.sections:
        texts += [section.heading, section.text]
    result = words("\n".join(texts))
    for event in incident.timeline:
        times = Counter[str]()
        for zone in ZONES:
            times |= words(f"{event.at.astimezone(zone):%Y-%m-%d %H:%M}")
        result += times
    return result


def lost_words(path: Path, document: ParsedDocument) -> Counter[str]:
    # Some documents write the year of their times with five digits.
    source = path.read_text(encoding="utf-8").replace("20202-0", "2020-0")
    return source_words(source) - kept_words(document)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_no_word_is_lost(path: Path) -> None:
    (document,) = read_file(path)
    expected = EXPECTED.get(path.stem)
    assert lost_words(path, document) == words(expected.consumed if expected else "")
    assert document.incident.timeline or (expected and expected.events == 0)
    assert document.incident.factors or path.stem.startswith("PM2021-011")
    assert document.incident.action_items
    assert document.incident.lessons_learned
    assert "Summary" in [section.heading for section in document.incident.sections]


@pytest.mark.parametrize("path", INVENTED, ids=lambda path: path.stem)
def test_what_a_document_is_about_is_read_and_its_guesses_are_named_by_line(path: Path) -> None:
    (document,) = read_file(path)
    incident, expected = document.incident, EXPECTED[path.stem]
    assert (incident.service, incident.symptom) == (expected.service, expected.symptom)
    assert incident.date.isoformat() == expected.date
    assert (incident.severity, incident.number) == (expected.severity, expected.number)
    assert len(incident.timeline) == expected.events
    assert tuple(remark.line for remark in document.remarks) == expected.remarks
    lines = path.read_text(encoding="utf-8").splitlines()
    assert all(lines[remark.line - 1].strip() for remark in document.remarks)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_what_was_read_is_the_same_after_an_export_and_an_import(path: Path) -> None:
    (document,) = read_file(path)
    exported = write_one(document.incident)
    again = read_again(exported)
    assert write_one(again) == exported
    assert comparable(again) == comparable(document.incident)


def read_again(text: str) -> Incident:
    return read(text, "again.md").incident


TIMED = [
    (DATA / "documents" / "gateway-timeouts.md", 6, 42),
    (
        REAL_DATA / "dfds" / "PM2021-005 - All services returning 503 in Kubernetes.md",
        8,
        25,
    ),
]
"""Documents whose statistics say after how many minutes the detection and the recovery came."""


@pytest.mark.parametrize(
    ("path", "to_detection", "to_recovery"),
    [row for row in TIMED if row[0].exists()],
    ids=lambda value: value.stem if isinstance(value, Path) else str(value),
)
def test_the_times_that_were_read_agree_with_the_statistics_of_the_document(
    path: Path, to_detection: int, to_recovery: int
) -> None:
    (document,) = read_file(path)
    timeline = document.incident.timeline
    times = {event.kind: event.at for event in timeline}
    began = timeline[0].at
    assert (times[EventKind.FIRST_ALERT] - began).total_seconds() == to_detection * 60
    assert (times[EventKind.RECOVERED] - began).total_seconds() == to_recovery * 60


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_that_nobody_filled_in_is_refused_for_want_of_a_date(path: Path) -> None:
    with pytest.raises(DocumentError, match=r"\.md:\d+: a title without a date; expected"):
        read_file(path)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_with_a_date_is_read_without_action_items(path: Path, tmp_path: Path) -> None:
    dated = tmp_path / path.name
    dated.write_text("Date: 2021-06-22\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    (document,) = read_file(dated)
    assert document.incident.action_items == ()
    assert report(document, path.name)
