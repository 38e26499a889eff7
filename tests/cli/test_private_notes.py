"""Private notes are shown while preparing only: no command prints, exports or finds them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db.store import Store
from facilitator.documents.write.formats import DocumentFormat
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
def test_no_export_contains_private_notes(run: Run, tmp_path: Path) -> None:
    for document_format in DocumentFormat:
        folder = tmp_path / document_format.value
        assert (
            run("export", "45", "--format", document_format.value, "-o", str(folder)).returncode
            == 0
        )
        texts = [file.read_bytes() for file in folder.iterdir()]
        assert texts
        assert not [text for text in texts if SECRET.encode() in text]


@pytest.mark.usefixtures("noted")
def test_no_list_prints_or_finds_private_notes(run: Run) -> None:
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
