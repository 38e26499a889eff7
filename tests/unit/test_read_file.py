"""Files and folders: which of them are read how, and what is refused before it is."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from facilitator.documents.read.file import read_path
from facilitator.documents.read.reading import DocumentError

GOOD = {"number": 7, "service": "checkout", "symptom": "5xx spike", "date": "2026-03-14"}
MARKDOWN = "# Incident: checkout slow on 2026-03-15\n"
Write = Callable[[Path], object]


def refusal(path: Path) -> str:
    with pytest.raises(DocumentError) as refused:
        read_path(path)
    return str(refused.value)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda path: None, ": no such file or directory"),
        (lambda path: path.write_bytes(b""), ":1: empty; expected a JSON object or array"),
        (lambda path: path.write_bytes(bytes(range(256))), ": a binary file; expected Markdown or"),
        (
            lambda path: path.write_bytes(b'[\n{"service": "caf\xe9"}]'),
            ":2: byte 19 is not UTF-8 text; save the file as UTF-8",
        ),
        (lambda path: path.write_text("[]", encoding="utf-16"), ":1: byte 1 is not UTF-8 text; sa"),
        (lambda path: path.write_bytes(b"\xef\xbb\xbf"), ":1: empty; expected a JSON object or"),
        (lambda path: path.mkdir(), ": no documents in it; expected .md, .txt or .json files"),
    ],
)
def test_files_that_can_not_be_read(tmp_path: Path, make: Write, expected: str) -> None:
    path = tmp_path / "team.json"
    make(path)
    assert refusal(path).startswith(f"{path}{expected}")


def test_a_byte_order_mark_and_dos_lines_are_read_over(tmp_path: Path) -> None:
    path = tmp_path / "team.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD, indent=1).replace("\n", "\r\n").encode())
    assert [each.incident.number for each in read_path(path)] == [7]
    path = tmp_path / "one.md"
    path.write_bytes(b"\xef\xbb\xbf" + MARKDOWN.replace("\n", "\r\n").encode())
    assert [each.incident.symptom for each in read_path(path)] == ["slow"]


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "team.json"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024 + 1)
    assert refusal(path) == f"{path}: larger than 100 MB; split it"


def test_what_a_file_is_its_ending_says_or_its_beginning(tmp_path: Path) -> None:
    for name in ("a.json", "b.ndjson", "export", "c.backup", "d.txt"):
        (tmp_path / name).write_text(json.dumps(GOOD))
        assert [each.incident.number for each in read_path(tmp_path / name)] == [7]
    for name in ("a.MD", "b.markdown", "c.txt", "notes"):
        (tmp_path / name).write_text(MARKDOWN)
        assert [each.incident.number for each in read_path(tmp_path / name)] == [0]
    (tmp_path / "d.json").write_text(MARKDOWN)
    assert refusal(tmp_path / "d.json").startswith(f"{tmp_path / 'd.json'}:1: not JSON")


def test_a_folder_gives_its_own_documents_by_name(tmp_path: Path) -> None:
    outside = tmp_path / "secret.md"
    outside.write_text(MARKDOWN.replace("slow", "outside"))
    folder = tmp_path / "folder"
    (folder / "deeper.md").mkdir(parents=True)
    for name in ("b.md", "a.json", ".hidden.md", "picture.png"):
        (folder / name).write_text(json.dumps(GOOD) if name == "a.json" else MARKDOWN)
    (folder / "c.md").symlink_to(outside)
    (folder / "d.md").symlink_to(folder / "b.md")
    (folder / "gone.md").symlink_to(folder / "nowhere")
    assert [each.incident.number for each in read_path(folder)] == [7, 0, 0]
    (folder / "b.md").write_text("# no date\n")
    assert refusal(folder).startswith(f"{folder / 'b.md'}:1: a title without a date; expected")
