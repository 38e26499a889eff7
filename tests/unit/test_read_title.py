"""What a document is about: the title, date, service, number and severity of the incident."""

from datetime import UTC, date, datetime

import pytest

from db.vocabulary import Severity
from facilitator.documents.read.markdown import read
from facilitator.documents.read.parsed_document import DocumentError, RemarkKind


@pytest.mark.parametrize(
    ("document", "number", "title"),
    [
        ("# Incident: checkout slow on 2026-03-14", 0, "checkout slow on 2026-03-14"),
        ("# INC-42: payments down (14 March 2026)", 42, "payments down on 2026-03-14"),
        ("# Incident #42: payments down on March 14th, 2026", 42, "payments down on 2026-03-14"),
        ("Post-mortem: payments down, 2026/03/14\n===", 0, "payments down on 2026-03-14"),
        ("### 2026-03-14: payments down", 0, "payments down on 2026-03-14"),
        ("# payments down\n\nDate: 14.03.2026", 0, "payments down on 2026-03-14"),
        ("# down\n\n- **Date:** 2026-03-14\n- Service: pay", 0, "pay down on 2026-03-14"),
        ("# All down\n\n## Stats\n- Category: pay\n\n## Date\n2026-03-14", 0,
         "pay All down on 2026-03-14"),
        ("---\ndate: 2026-03-14\nservice: pay\n---\n# All down", 0, "pay All down on 2026-03-14"),
        ('---\nstart_time: 2026-03-14T09:00:00Z\nproduct: pay\ntitle: "All: down"\n---\nIt.', 0,
         "pay All: down on 2026-03-14"),
        ("# All down\n\n## Summary\nOn 14 March 2026 it fell.", 0, "All down on 2026-03-14"),
        ("# All down\n\n## Timeline\n- 2026-03-14 09:02 page", 0, "All down on 2026-03-14"),
        ("# Pay down\n\nDate: 2026-03-14\nService: pay", 0, "pay down on 2026-03-14"),
        ("## Impact\nNone.", 0, "pay slow on 2026-03-14"),
        ("# order service slow on 2026-03-14", 0, "order service slow on 2026-03-14"),
    ],
)  # fmt: skip
def test_a_title_is_read_in_many_forms(document: str, number: int, title: str) -> None:
    incident = read(document, "pay slow 2026-03-14.md", ["order", "order service"]).incident
    assert (incident.number, incident.title) == (number, title)
    if title.startswith("order"):
        assert incident.service == "order service"


@pytest.mark.parametrize(
    ("document", "line"),
    [("# payments down", 1), ("\n\nplain\n\n## payments down", 5), ("text", 1), ("# 3/4/2026", 1)],
)
def test_a_title_without_a_date_is_refused_by_its_line(document: str, line: int) -> None:
    with pytest.raises(DocumentError) as refused:
        read(document, "x.md")
    assert str(refused.value) == (
        f'x.md:{line}: a title without a date; expected "# Incident: SERVICE SYMPTOM on'
        ' 2026-03-14", or a line "Date: 2026-03-14"'
    )


@pytest.mark.parametrize(
    "title", ["# INC-2024-0042: checkout slow", "# checkout slow\n\nIncident ID: INC-2024-0042"]
)
def test_the_id_of_another_system_is_kept_and_is_no_number(title: str) -> None:
    incident = read(f"{title}\n\nDate: 2024-03-05\n", "x.md").incident
    assert (incident.external_id, incident.number) == ("INC-2024-0042", 0)
    assert incident.title == "checkout slow on 2024-03-05"
    assert incident.sections == ()


@pytest.mark.parametrize(
    "name", ["2026-01-17-pay.md", "old/pay 2026-01-17.md", "INC_2026-01-17_pay.md"]
)
def test_a_document_without_a_date_takes_it_from_the_file_s_name(name: str) -> None:
    document = read("# Post-mortem: pay down\n\n## Timeline (UTC)\n- 09:02 page\n", name)
    assert document.incident.date == date(2026, 1, 17)
    assert [event.at for event in document.incident.timeline] == [
        datetime(2026, 1, 17, 9, 2, tzinfo=UTC)
    ]
    guesses = [remark.text for remark in document.remarks if remark.kind is RemarkKind.GUESSED]
    assert "no date is written: 2026-01-17 is taken, from the file's name" in guesses


def test_a_date_in_the_text_counts_more_than_one_in_the_file_s_name() -> None:
    text = "# pay down\n\n## Summary\nOn 14 January 2026 it fell.\n"
    assert read(text, "2026-01-17-pay.md").incident.date == date(2026, 1, 14)


@pytest.mark.parametrize(
    "stated", ["January 14-19, 2026", "14–19 January 2026", "14th - 19th of January 2026"]
)
def test_the_first_of_several_days_is_the_date_of_the_incident(stated: str) -> None:
    assert read(f"# pay down\n\nDate: {stated}\n", "x.md").incident.date == date(2026, 1, 14)


@pytest.mark.parametrize(
    ("stated", "severity"),
    [
        ("SEV1", Severity.SEV1), ("sev-2", Severity.SEV2), ("S3", Severity.SEV3),
        ("P0", Severity.SEV1), ("4 (minor)", Severity.SEV4), ("Critical", Severity.SEV1),
        ("medium", Severity.SEV3), ("purple", None),
    ],
)  # fmt: skip
def test_a_severity_is_read_in_many_forms(stated: str, severity: Severity | None) -> None:
    title = "# Incident: checkout 5xx spike on 2026-03-14"
    document = read(f"{title}\n\n**Severity:** {stated}", "x.md")
    assert document.incident.severity is severity
    kept = [section.text for section in document.incident.sections]
    assert any("Severity" in text for text in kept) == (severity is None)


def test_a_title_of_very_many_words_is_shortened_in_no_time() -> None:
    heading = "# Incident: " + "a " * 200_000 + "on 2026-03-14"
    incident = read(f"{heading}\n", "a.md").incident
    assert incident.service == "unknown"
    assert len(incident.symptom) <= 200
