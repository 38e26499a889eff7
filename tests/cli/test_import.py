"""The command `import`: what it reports, and that it imports everything or nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from db.store import Store
from tests.cli.conftest import Run

Refused = Callable[..., str]
DOCUMENT = """# INC-46: checkout down

Date: 2026-03-14

## Summary
Nobody could pay.

## Timeline (CET)
* 09:02 page
* later

## Action items
- Cap retries
- Alert
- Test
- Fourth
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "down.md"
    path.write_text(DOCUMENT, encoding="utf-8")
    return str(path)


def test_a_dry_run_reports_what_would_be_imported_and_creates_no_database(
    run: Run, database: Path, file: str
) -> None:
    done = run("import", "--dry-run", file)
    assert done.stdout.splitlines() == [
        "#46 checkout down on 2026-03-14",
        "  placed: title, 1 event, 3 action items, 1 parked",
        "  private notes: Summary, Timeline",
        f"  {file}:1: guessed: service “checkout”: the title's first word",
        f"  {file}:5: note: Summary: kept as a private note",
        f"  {file}:8: guessed: CET is read as the local time of Europe/Paris, with its summer time",
        f"  {file}:9: guessed: read as “first alert fired”, by its words",
        f"  {file}:10: unplaced: no time is stated; kept as a private note: later",
        f"  {file}:13: guessed: no priority is stated for 3 action items: taken as P2",
        f"  {file}:16: parked: a post-mortem has at most three: Fourth",
        "dry run: 1 incident read, nothing was imported",
    ]
    assert not database.exists()


@pytest.mark.usefixtures("team")
def test_an_import_knows_the_services_and_numbers_of_the_stored_incidents(
    run: Run,
    refused: Refused,
    file: str,
    database: Path,
    write: Callable[[Callable[[Store], object]], None],
) -> None:
    assert run("import", "--dry-run", file).returncode == 0
    assert run("import", file).stdout.endswith("\nimported 1 incident\n")
    again = f"{file}: incident #46 exists already: nothing was imported; --renumber gives it"
    assert refused("import", file).startswith(again)
    assert refused("import", "--dry-run", file).startswith(again)
    home = {"HOME": str(database.parent), "FACILITATOR_DATABASE": f"~/{database.name}"}
    assert refused("import", "--dry-run", file, **home).startswith(again)
    done = run("import", file, file, "--renumber").stdout
    assert [line for line in done.splitlines() if line.startswith("#")] == [
        "#47 checkout down on 2026-03-14",
        "#48 checkout down on 2026-03-14",
    ]

    def check(store: Store) -> None:
        incident = store.incidents.get(48).result()
        notes = store.notes.of_incident(incident.id).result()
        assert {note.section: note.text for note in notes} == {
            "Summary": "Nobody could pay.",
            "Timeline": "later",
        }

    write(check)


@pytest.mark.usefixtures("empty")
def test_a_folder_is_imported_completely_or_not_at_all(
    run: Run, refused: Refused, tmp_path: Path
) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    for name in ("b.md", "a.txt"):
        (folder / name).write_text(DOCUMENT.replace("INC-46: ", ""), encoding="utf-8")
    (folder / "c.md").write_text("# no date\n")
    assert refused("import", str(folder)) == (
        f"{folder / 'c.md'}:1: a title without a date; "
        'expected "# Incident: SERVICE SYMPTOM on 2026-03-14", or a line "Date: 2026-03-14"; '
        "nothing was imported"
    )
    assert run("incidents", "--json").stdout == "[]\n"
    (folder / "c.md").unlink()
    assert run("import", str(folder)).stdout.endswith("\nimported 2 incidents\n")


@pytest.mark.usefixtures("empty")
def test_every_unreadable_document_is_named_and_a_dry_run_reports_the_others(
    run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    for name, text in (("a.md", "# no date\n"), ("b.md", DOCUMENT), ("c.json", "[")):
        (folder / name).write_text(text, encoding="utf-8")
    done = run("import", "--dry-run", str(folder))
    assert done.returncode == 1
    assert done.stdout.startswith("#46 checkout down on 2026-03-14\n")
    first, second, last = done.stderr.splitlines()
    assert first.startswith(f"facilitator: {folder / 'a.md'}:1: a title without a date; expected")
    assert second.startswith(f"facilitator: {folder / 'c.json'}:1: ")
    assert last == "facilitator: 2 documents can't be read; nothing was imported"
    done = run("import", str(folder))
    assert (done.returncode, done.stdout) == (1, "")
    assert run("incidents", "--json").stdout == "[]\n"


@pytest.mark.usefixtures("team")
def test_an_exported_markdown_document_is_imported_without_changes(
    run: Run, tmp_path: Path
) -> None:
    first = run("export", "42").stdout
    (tmp_path / "42.md").write_text(first, encoding="utf-8")
    other = str(tmp_path / "other.db")
    assert run("import", str(tmp_path / "42.md"), "--database", other).returncode == 0
    assert run("export", "1", "--database", other).stdout == first
