"""Files and folders: which reader a file gets, and what is refused before it is read."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from facilitator.documents.read.files import read_all, read_file
from facilitator.documents.read.parsed_document import DocumentError

GOOD = {"number": 7, "service": "checkout", "symptom": "5xx spike", "date": "2026-03-14"}
MARKDOWN = "# Incident: checkout slow on 2026-03-15\n"
Write = Callable[[Path], object]


def refusal(path: Path) -> str:
    with pytest.raises(DocumentError) as refused:
        read_file(path)
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
    ],
)
def test_a_file_that_can_not_be_read_is_refused_with_the_reason(
    tmp_path: Path, make: Write, expected: str
) -> None:
    path = tmp_path / "team.json"
    make(path)
    assert refusal(path).startswith(f"{path}{expected}")


def test_a_folder_without_documents_is_an_error(tmp_path: Path) -> None:
    (error,) = read_all([tmp_path]).errors
    assert str(error) == f"{tmp_path}: no documents in it; expected .md, .txt or .json files"


def test_a_byte_order_mark_and_windows_line_ends_make_no_difference(tmp_path: Path) -> None:
    path = tmp_path / "team.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD, indent=1).replace("\n", "\r\n").encode())
    assert [document.incident.number for document in read_file(path)] == [7]
    path = tmp_path / "one.md"
    path.write_bytes(b"\xef\xbb\xbf" + MARKDOWN.replace("\n", "\r\n").encode())
    assert [document.incident.symptom for document in read_file(path)] == ["slow"]


def test_a_huge_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "team.json"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024 + 1)
    assert refusal(path) == f"{path}: larger than 100 MB; split it"


def test_the_reader_is_chosen_by_the_ending_or_by_the_beginning_of_the_text(tmp_path: Path) -> None:
    for name in ("a.json", "b.ndjson", "export", "c.backup", "d.txt"):
        (tmp_path / name).write_text(json.dumps(GOOD))
        assert [document.incident.number for document in read_file(tmp_path / name)] == [7]
    for name in ("a.MD", "b.markdown", "c.txt", "notes"):
        (tmp_path / name).write_text(MARKDOWN)
        assert [document.incident.number for document in read_file(tmp_path / name)] == [0]
    (tmp_path / "d.json").write_text(MARKDOWN)
    assert refusal(tmp_path / "d.json").startswith(f"{tmp_path / 'd.json'}:1: not JSON")


def test_a_folder_is_searched_deeply_but_not_through_links_or_hidden_files(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text(MARKDOWN.replace("slow", "outside"))
    folder = tmp_path / "folder"
    (folder / "deeper.md" / "2026").mkdir(parents=True)
    (folder / ".git").mkdir()
    for name in ("b.md", "a.json", "deeper.md/2026/c.md", ".hidden.md", ".git/d.md", "picture.png"):
        (folder / name).write_text(json.dumps(GOOD) if name == "a.json" else MARKDOWN)
    (folder / "e.md").symlink_to(outside / "secret.md")
    (folder / "f").symlink_to(outside)
    (folder / "g").symlink_to(folder)
    (folder / "gone.md").symlink_to(folder / "nowhere")
    result = read_all([folder])
    assert [str(path.relative_to(folder)) for path, _ in result.documents] == [
        "a.json",
        "b.md",
        "deeper.md/2026/c.md",
    ]
    assert not result.errors


def test_a_file_that_can_not_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    for name, text in (("a.md", "# no date\n"), ("b.md", MARKDOWN), ("c.json", "{")):
        (tmp_path / name).write_text(text)
    result = read_all([tmp_path / "missing", tmp_path])
    assert [path.name for path, _ in result.documents] == ["b.md"]
    assert [str(error).removeprefix(f"{tmp_path}/").split(" ")[0] for error in result.errors] == [
        "missing:",
        "a.md:1:",
        "c.json:1:",
    ]
