"""The command `import`: what it reports, and that it imports everything or nothing."""

import json
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
        "  other sections: Summary, More on timeline",
        f"  {file}:1: guessed: service “checkout”: the title's first word",
        f"  {file}:5: section: Summary: kept as a section of its own",
        f"  {file}:8: guessed: CET is read as the local time of Europe/Paris, with its summer time",
        f"  {file}:9: guessed: read as “first alert fired”, by its words",
        f"  {file}:10: unplaced: no time is stated; kept under “More on timeline”: later",
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
    again = (
        f"{file}: this looks like incident #46, checkout down on 2026-03-14: nothing was imported;"
        " --again imports it as a new incident, --replace puts it in place of #46"
    )
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
        assert store.notes.of_incident(incident.id).result() == []
        assert [(section.heading, section.text) for section in incident.sections] == [
            ("Summary", "Nobody could pay."),
            ("More on timeline", "later"),
        ]

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


@pytest.mark.usefixtures("team")
def test_a_document_that_looks_like_an_incident_comes_again_or_in_its_place(
    run: Run, refused: Refused, tmp_path: Path
) -> None:
    text = run("export", "42").stdout
    path = tmp_path / "42.md"
    path.write_text(text.replace("## Root Cause\n", "## Root Cause\nCorrected.\n\n"))
    file, before = str(path), json.loads(run("show", "42", "--json").stdout)
    for arguments in (("import", file), ("import", "--dry-run", file)):
        assert refused(*arguments).startswith(f"{file}: this looks like incident #42, ")
    both = refused("import", "--again", "--replace", file)
    assert both == "--again and --replace can't be used together: choose one of them"
    done = run("import", "--dry-run", "--replace", file).stdout
    assert done.startswith("#42 ")
    assert done.endswith("dry run: 1 incident read, nothing was imported\n")
    assert json.loads(run("show", "42", "--json").stdout) == before

    assert run("import", "--replace", file).stdout.startswith("#42 ")
    after = json.loads(run("show", "42", "--json").stdout)
    assert after["root_cause"].startswith("Corrected.")
    kept = ("number", "service", "symptom", "date", "cause", "themes", "factors", "meetings")
    assert [after.get(key) for key in kept] == [before.get(key) for key in kept]
    assert [item["reviews"] for item in after["action_items"]] == [
        item["reviews"] for item in before["action_items"]
    ]
    count = len(json.loads(run("incidents", "--json").stdout))
    assert run("import", "--again", file).stdout.startswith("#46 ")
    assert len(json.loads(run("incidents", "--json").stdout)) == count + 1


@pytest.mark.usefixtures("empty")
def test_a_document_with_the_id_of_an_incident_looks_like_it(
    run: Run, refused: Refused, tmp_path: Path
) -> None:
    plain = {"number": 1, "service": "a", "symptom": "b", "date": "2026-03-14", "id": "INC-7"}
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    first.write_text(json.dumps(plain))
    second.write_text(json.dumps(plain | {"number": 2, "symptom": "c", "id": "inc-7"}))
    assert run("import", str(first)).returncode == 0
    assert refused("import", str(second)).startswith(f"{second}: this looks like incident #1, a b")
    assert run("import", "--replace", str(second)).stdout.startswith("#1 a c on 2026-03-14\n")


@pytest.mark.usefixtures("empty")
def test_an_empty_bullet_breaks_no_folder_and_a_dry_run_agrees(run: Run, tmp_path: Path) -> None:
    title = "# checkout slow on 2024-03-05\n\n## Action Items\n\n"
    (tmp_path / "a.md").write_text(f"{title}- cap retries\n-\n")
    (tmp_path / "b.md").write_text("# search down on 2024-03-06\n\nDuplicate.\n")
    for arguments in (("import", "--dry-run"), ("import",)):
        done = run(*arguments, str(tmp_path))
        assert done.returncode == 0, done
        assert "placed: title, 1 action item" in done.stdout
        assert "2 incidents" in done.stdout


@pytest.mark.usefixtures("empty")
def test_a_duplicate_of_an_unknown_incident_is_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    plain = {"number": 1, "service": "a", "symptom": "b", "date": "2026-03-14", "duplicate_of": 9}
    path.write_text(json.dumps(plain))
    done = run("import", str(path)).stdout
    assert f"{path}:1: unplaced: duplicate of #9: there is no such incident" in done
    assert "duplicate_of" not in json.loads(run("show", "1", "--json").stdout)
