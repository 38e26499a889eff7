"""The one door of an import: a path becomes what its documents hold."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from facilitator.documents.read import json, markdown
from facilitator.documents.read.reading import DocumentError, Reading

LARGEST_FILE = 100 * 1024 * 1024
"""Bytes; a larger file is refused before it is read."""
JSON = (".json", ".jsonl", ".ndjson")
MARKDOWN = (".md", ".markdown", ".txt")


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in files and folders: incidents, each beside the file that it is from.

    wrong: why the rest could not be read, by file and line.
    """

    incidents: list[tuple[Path, Reading]] = field(default_factory=list)
    wrong: list[DocumentError] = field(default_factory=list)


def read_all(paths: Iterable[Path], known_services: Sequence[str] = ()) -> Found:
    """The documents of these files and of these folders with what lies deeper in them, by name.

    known_services: what the team calls its services; a title may begin with one of them.
    """
    found = Found()
    for path in paths:
        try:
            files = _files(path)
        except DocumentError as error:
            found.wrong.append(error)
            continue
        for file in files:
            try:
                found.incidents.extend((file, each) for each in read_file(file, known_services))
            except DocumentError as error:
                found.wrong.append(error)
    return found


def read_file(path: Path, known_services: Sequence[str] = ()) -> list[Reading]:
    """The incidents of one file: a post-mortem in Markdown, or any number of them in JSON.

    Raises:
        DocumentError: named by file and line; then nothing of it is taken.
    """
    text = _load(path)
    if _is_json(path, text):
        return [Reading(incident) for incident in json.read(text, str(path))]
    return [markdown.read(text, str(path), known_services)]


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    try:
        inside = path.resolve(strict=True)
        files = sorted(
            each
            for each in _walk(path)
            if each.suffix.lower() in (*JSON, *MARKDOWN)
            and each.is_file()
            and each.resolve().is_relative_to(inside)
        )
    except OSError as error:
        raise DocumentError(f"{path}: {_reason(error)}") from None
    if not files:
        raise DocumentError(f"{path}: no documents in it; expected .md, .txt or .json files")
    return files


def _walk(folder: Path) -> Iterator[Path]:
    """The files in a folder and in those below it; what is hidden stays so, links lead nowhere."""
    for each in folder.iterdir():
        if each.name.startswith("."):
            continue
        if each.is_dir() and not each.is_symlink():
            yield from _walk(each)
        else:
            yield each


def _is_json(path: Path, text: str) -> bool:
    """By its ending, or by how it begins; Markdown may begin with a link."""
    begins = ("{",) if path.suffix.lower() in MARKDOWN else ("{", "[")
    return path.suffix.lower() in JSON or text.lstrip().startswith(begins)


def _load(path: Path) -> str:
    try:
        with path.open("rb") as file:
            # A pipe has no size beforehand.
            size = os.fstat(file.fileno()).st_size
            data = file.read(LARGEST_FILE + 1) if size <= LARGEST_FILE else b""
    except OSError as error:
        raise DocumentError(f"{path}: {_reason(error)}") from None
    if max(size, len(data)) > LARGEST_FILE:
        raise DocumentError(f"{path}: larger than 100 MB; split it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\x00" in data[:1024] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise DocumentError(f"{path}: a binary file; expected Markdown or JSON") from None
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError(
            f"{path}:{line}: byte {error.start + 1:,} is not UTF-8 text; save the file as UTF-8"
        ) from None


def _reason(error: OSError) -> str:
    return (error.strerror or "unreadable").lower()
