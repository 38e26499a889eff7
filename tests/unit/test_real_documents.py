"""Post-mortems as real teams wrote them: each is read, and no word of one is lost."""

import re
from collections import Counter
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from db.records import Incident
from facilitator.documents.headings import part_of
from facilitator.documents.markdown import write
from facilitator.documents.read.file import read_file
from facilitator.documents.read.reading import DocumentError, Reading, report

DATA = Path(__file__).parents[3] / "shared" / "data" / "markdown"
DOCUMENTS = sorted((DATA / "dfds").glob("*.md"))
TEMPLATES = sorted((DATA / "templates").glob("*.md"))
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the shared data is not here")
STRUCTURE = re.compile(r"All times in \w+\.|\| (Date and )?Time.*|\|[ :|-]+\||\|[ :-]+\|.*-\|?")
ZONES = (UTC, ZoneInfo("Europe/Paris"))


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def written(source: str) -> Counter[str]:
    """The words of a document, but for the headings of the template's parts and of columns."""
    lines = [
        line
        for line in source.splitlines()
        if not STRUCTURE.fullmatch(line.strip())
        and not (line.startswith("#") and part_of(line.lstrip("# ")))
    ]
    return words("\n".join(lines))


def kept(reading: Reading) -> Counter[str]:
    """The words of what was read, with the times as the document may have written them."""
    of = reading.incident
    texts = [of.service, of.symptom, of.impact.summary, of.root_cause, of.lessons_learned]
    texts += [each.text for each in (*of.factors, *of.findings, *of.timeline, *of.parked)]
    for each in of.action_items:
        texts += [each.action, each.owner, each.note, each.ticket]
    for note in reading.notes:
        texts += [note.section, note.text]
    found = words("\n".join(texts))
    for event in of.timeline:
        said = Counter[str]()
        for zone in ZONES:
            said |= words(f"{event.at.astimezone(zone):%Y-%m-%d %H:%M}")
        found += said
    return found


def lost(path: Path, reading: Reading) -> Counter[str]:
    # One document writes the year of its times with five digits.
    source = path.read_text(encoding="utf-8").replace("20202-01", "2020-01")
    return written(source) - kept(reading)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_no_word_is_lost(path: Path) -> None:
    (reading,) = read_file(path)
    assert not lost(path, reading)
    assert reading.incident.timeline
    assert reading.incident.factors or path.stem.startswith("PM2021-011")
    assert reading.incident.action_items
    assert reading.incident.lessons_learned
    assert [note.section for note in reading.notes if note.section == "Summary"] == ["Summary"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_what_was_read_is_the_same_once_it_went_through_the_template(path: Path) -> None:
    (reading,) = read_file(path)
    written = write(reading.incident)
    path_again = read_again(written)
    assert write(path_again) == written


def read_again(text: str) -> Incident:
    from facilitator.documents.read.markdown import read

    return read(text, "again.md").incident


def test_what_the_documents_say_of_themselves_is_what_was_read() -> None:
    """The times to detection and recovery under Stats, against the stamps that were read."""
    (reading,) = read_file(DATA / "dfds" / f"{NAMED}.md")
    of = reading.incident
    assert (of.service, of.symptom) == ("Kubernetes", "All services returning 503 in Kubernetes")
    assert of.date.isoformat() == "2021-06-22"
    kinds = {each.kind: each.at for each in of.timeline}
    began = of.timeline[0].at
    assert (kinds["first_alert"] - began).total_seconds() == 8 * 60  # type: ignore[index]
    assert (kinds["recovered"] - began).total_seconds() == 25 * 60  # type: ignore[index]


NAMED = "PM2021-005 - All services returning 503 in Kubernetes"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_templates_that_nobody_filled_in_have_no_date(path: Path) -> None:
    with pytest.raises(DocumentError, match=r"\.md:\d+: a title without a date; expected"):
        read_file(path)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_templates_with_a_date_have_their_parts(path: Path, tmp_path: Path) -> None:
    dated = tmp_path / path.name
    dated.write_text("Date: 2021-06-22\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    (reading,) = read_file(dated)
    assert reading.incident.action_items == ()
    assert report(reading, path.name)
