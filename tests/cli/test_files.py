"""The commands `export` and `import` with files, terminals and pipes."""

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db.store import Store
from tests.cli.conftest import Run
from tests.support import day

Refused = Callable[..., str]
Write = Callable[[Callable[[Store], Any]], None]


def document(path: Path, *numbers: int, **more: object) -> str:
    """Write a file with these incidents, and return its name."""
    plain = [
        {"number": n, "service": "checkout", "symptom": "slow", "date": "2026-03-14"} | more
        for n in numbers
    ]
    path.write_text(json.dumps(plain))
    return str(path)


def test_an_export_that_is_imported_and_exported_again_has_the_same_bytes(
    run: Run, team: Path, tmp_path: Path
) -> None:
    first = run("export", "--format", "json").stdout
    file, other = tmp_path / "team.json", str(tmp_path / "other.db")
    file.write_text(first, encoding="utf-8")
    imported = run("import", str(file), "--database", other).stdout
    assert imported.endswith("\nimported 24 incidents\n")
    assert run("export", "--format", "json", "--database", other).stdout == first
    assert team.exists()


@pytest.mark.usefixtures("team")
def test_one_or_several_incidents_are_exported_to_standard_output(run: Run) -> None:
    one = json.loads(run("export", "42", "--format", "json").stdout)
    two = json.loads(run("export", "42", "30", "--format", "json").stdout)
    assert one["number"] == 42
    assert [incident["number"] for incident in two] == [42, 30]
    assert run("export", "42", "30").stdout.count("\n## Lessons Learned\n") == 2


@pytest.mark.usefixtures("empty")
def test_several_files_are_imported_together_or_not_at_all(
    run: Run, refused: Refused, tmp_path: Path
) -> None:
    good = document(tmp_path / "good.json", 1, 2)
    bad = document(tmp_path / "bad.json", 3, severity="SEV9")
    assert refused("import", good, bad).startswith(f"{bad}:1: [0].severity: expected one of SEV1")
    same = document(tmp_path / "same.json", 4, 2)
    assert refused("import", good, same).startswith(f"{same}: incident #2 is in {good} too: ")
    too_much = document(tmp_path / "much.json", 5, impact={"slo_budget_percent": 1e300})
    assert "slo_budget_percent: expected a number from 0" in refused("import", good, too_much)
    assert run("incidents", "--json").stdout == "[]\n"
    done = run("import", good, document(tmp_path / "c.json", 3)).stdout
    assert done.endswith("\nimported 3 incidents\n")
    assert refused("import", good) == (
        f"{good}: this looks like incident #1, checkout slow on 2026-03-14 (and 1 more document):"
        " nothing was imported; --again imports it as a new incident, --replace puts it in place"
        " of #1"
    )
    other = document(tmp_path / "other.json", 1, symptom="down")
    assert refused("import", other) == (
        f"{other}: incident #1 exists already: nothing was imported; "
        "--renumber gives it the next free number"
    )
    assert "#4 checkout slow on 2026-03-14\n" in run("import", good, "--renumber").stdout


@pytest.mark.usefixtures("empty")
def test_exported_files_stay_in_their_folder(run: Run, write: Write, tmp_path: Path) -> None:
    names = ["../../x", "/etc/passwd", "..", "a\\..\\b", "c:\\x", "~/x", "x\ny", "אב/..", "𝒳" * 150]

    def incidents(store: Store) -> None:
        for name in names:
            store.incidents.create(name, "down", day("2026-03-14")).result()

    write(incidents)
    folder = tmp_path / "made" / "here"
    for format_name, ending in (("json", ".json"), ("markdown", ".md"), ("html", ".html")):
        done = run("export", "-o", str(folder), "--format", format_name)
        assert done.returncode == 0, done
        printed = [Path(line) for line in done.stdout.splitlines()]
        assert {path.parent for path in printed} == {folder}
        assert {path.suffix for path in printed} == {ending}
        assert sorted(printed) == sorted(folder.glob(f"*{ending}"))
        assert len(printed) == len(names)
    assert sorted(path.name for path in (tmp_path / "made").iterdir()) == ["here"]
    found = json.loads((folder / "0001-x-down.json").read_text(encoding="utf-8"))
    assert found["service"] == "../../x"


@pytest.mark.usefixtures("team")
def test_action_items_are_one_file_that_a_spreadsheet_reads(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    done = run("export", "42", "43", "--format", "csv", "-o", str(folder))
    assert done.stdout == f"{folder / 'action-items.csv'}\n"
    written = (folder / "action-items.csv").read_bytes().decode("utf-8-sig")
    assert written.encode("utf-8-sig") == (folder / "action-items.csv").read_bytes()
    rows = list(csv.DictReader(io.StringIO(written, newline="")))
    assert [(row["incident"], row["slot"]) for row in rows] == [
        *(("42", "1"), ("42", "2"), ("42", "3"), ("43", "1"), ("43", "2"), ("43", "3"))
    ]
    piped = run("export", "42", "43", "--format", "csv").stdout
    assert piped == written.replace("\r\n", "\n")


@pytest.mark.usefixtures("team")
def test_several_incidents_as_html_are_one_page(run: Run) -> None:
    page = run("export", "42", "30", "--format", "html").stdout
    assert page.startswith("<!doctype html>\n")
    assert re.findall(r'<article class="article" id="([^"]+)"', page) == [
        *("incident-42", "incident-30")
    ]


@pytest.mark.usefixtures("team")
def test_an_export_that_fails_writes_no_file(refused: Refused, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert refused("export", "42", "30", "42", "-o", str(folder)) == (
        "#42 is named twice: name each incident once"
    )
    assert refused("export", "42", "999", "-o", str(folder)).startswith(
        "there is no incident #999; "
    )
    assert not folder.exists()


@pytest.mark.usefixtures("team")
def test_an_export_replaces_its_own_files_and_follows_no_links(
    run: Run, refused: Refused, tmp_path: Path
) -> None:
    folder, other = tmp_path / "out", tmp_path / "other"
    other.write_text("kept")
    first = Path(run("export", "42", "-o", str(folder)).stdout.rstrip("\n"))
    text = first.read_bytes()
    first.write_text("an older export")
    assert run("export", "42", "-o", str(folder)).returncode == 0
    assert first.read_bytes() == text
    first.unlink()
    first.symlink_to(other)
    assert refused("export", "42", "-o", str(folder)) == (
        f"{first}: a link has that name; move it away"
    )
    assert other.read_text() == "kept"
    assert list(folder.iterdir()) == [first]


def test_a_folder_that_can_not_be_written_to_is_refused(refused: Refused, team: Path) -> None:
    assert refused("export", "-o", str(team)).startswith(f"{team}: ")
    assert refused("export", "-o", str(team / "x")).startswith(f"{team / 'x'}: ")


WITH_CONTROL_CHARACTERS = "\x1b[31mred\x07 \x9b31m \u202egnp"


@pytest.mark.usefixtures("empty")
def test_names_can_not_control_a_terminal_and_markup_is_shown_as_typed(
    run: Run, write: Write
) -> None:
    def incidents(store: Store) -> None:
        made = store.incidents.create(
            WITH_CONTROL_CHARACTERS, "[bold]x[/] :fire: [link=a]", day("2026-03-14")
        )
        store.actions.add(
            made.result().id, WITH_CONTROL_CHARACTERS, owner="[red]Ana[/red]"
        ).result()

    write(incidents)
    for command in (
        ["incidents"],
        ["actions"],
        ["show", "1"],
        ["new", WITH_CONTROL_CHARACTERS, "y"],
    ):
        out = run(*command).stdout
        assert "␛[31mred␇ \ufffd31m \ufffdgnp" in out
        assert not set("\x1b\x07\x9b\u202e") & set(out)
    assert "[bold]x[/] :fire: [link=a]" in run("incidents").stdout
    assert "[red]Ana[/red]" in run("actions").stdout


def test_a_terminal_gets_no_control_characters_from_documents_either(
    surroundings: dict[str, str], empty: Path, write: Write
) -> None:
    def incident(store: Store) -> None:
        made = store.incidents.create(WITH_CONTROL_CHARACTERS, "x", day("2026-03-14")).result()
        store.actions.add(made.id, "Cap retries").result()

    write(incident)
    exports = [["export", "--format", name] for name in ("markdown", "json", "csv")]
    for arguments in (*exports, ["show", "1", "--json"]):
        ours, theirs = pty.openpty()
        subprocess.run(
            [sys.executable, "-m", "facilitator", *arguments],
            env=surroundings,
            stdout=theirs,
            stderr=theirs,
            timeout=60,
            check=True,
        )
        os.close(theirs)
        out = os.read(ours, 65536).decode()
        os.close(ours)
        assert "gnp" in out
        assert not set("\x1b\x07\x9b\u202e\ufeff") & set(out)
    assert empty.exists()


@pytest.mark.usefixtures("team")
def test_a_file_gets_every_character_in_utf_8_whatever_the_locale(start_afresh: Run) -> None:
    plain = start_afresh("export", "--format", "json")
    ascii_only = start_afresh("export", "--format", "json", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert (ascii_only.returncode, ascii_only.stderr) == (0, "")
    assert ascii_only.stdout == plain.stdout
    assert "Tomás" in plain.stdout


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize("arguments", [["export"], ["show", "42"], ["incidents"], ["--help"]])
def test_a_closed_pipe_is_no_error_message(
    surroundings: dict[str, str], arguments: list[str]
) -> None:
    document, writing = os.pipe()
    os.close(document)
    done = subprocess.run(
        [sys.executable, "-m", "facilitator", *arguments],
        env=surroundings,
        stdout=writing,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize("arguments", [["export"], ["show", "42"]])
def test_a_full_disk_is_reported_in_one_line(
    surroundings: dict[str, str], arguments: list[str]
) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "facilitator", *arguments],
            env=surroundings,
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "facilitator: the output can't be written: no space left on device\n"
