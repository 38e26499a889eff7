"""Private notes are seen in prep alone: no command prints, exports or finds them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db.store import Store
from facilitator.documents.render import Form
from tests.cli.conftest import Run

SECRET = "ask about the on-call rota"


@pytest.fixture
def noted(team: Path, write: Callable[[Callable[[Store], Any]], None]) -> Path:
    def note(store: Store) -> None:
        incident = store.incidents.get(45).result()
        store.notes.write(incident.id, "", "", SECRET).result()
        store.notes.write(incident.id, "Appendix", "", SECRET).result()

    write(note)
    return team


@pytest.mark.usefixtures("noted")
def test_no_export_holds_them(run: Run, tmp_path: Path) -> None:
    for form in Form:
        folder = tmp_path / form.value
        assert run("export", "45", "--format", form.value, "-o", str(folder)).returncode == 0
        texts = [each.read_bytes() for each in folder.iterdir()]
        assert texts
        assert not [text for text in texts if SECRET.encode() in text]


@pytest.mark.usefixtures("noted")
def test_no_list_prints_or_finds_them(run: Run) -> None:
    for command in (
        ("show", "45"),
        ("show", "45", "--json"),
        ("incidents", "--json"),
        ("incidents", "--search", SECRET),
        ("incidents", "--search", SECRET, "--json"),
    ):
        done = run(*command)
        assert done.returncode == 0, done
        assert SECRET not in done.stdout, command
    assert run("incidents", "--search", SECRET, "--json").stdout.strip() == "[]"
