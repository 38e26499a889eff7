"""Importing files and folders: the table of readers, and the choice of one for each file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from facilitator.documents.read import json, markdown
from facilitator.documents.read.parsed_document import DocumentError, ParsedDocument

LARGEST_FILE = 100 * 1024 * 1024
"""The size in bytes above which a file is refused before it is read."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A kind of file that can be imported.

    Attributes:
        endings: How the names of such files end, in lower case. A folder is searched for these.
        beginnings: What the text of such a file begins with, for files with an ending of no
            reader.
        foreign_beginnings: The same for files with the ending of another reader, whose text may
            begin so by chance: a Markdown text may begin with a link, `[…`.
        read: Returns the incidents of a file, given its text, its name, and the names of the
            services that the team has.
    """

    endings: tuple[str, ...]
    beginnings: tuple[str, ...]
    foreign_beginnings: tuple[str, ...]
    read: Callable[[str, str, Sequence[str]], list[ParsedDocument]]


def _read_json(text: str, name: str, known_services: Sequence[str]) -> list[ParsedDocument]:
    return json.read_documents(text, name)


def _read_markdown(text: str, name: str, known_services: Sequence[str]) -> list[ParsedDocument]:
    return [markdown.read(text, name, known_services)]


READERS = (
    Reader((".json", ".jsonl", ".ndjson"), ("{", "["), ("{",), _read_json),
    Reader((".md", ".markdown", ".txt"), ("",), (), _read_markdown),
)
"""The readers in the order in which they are tried. The last one takes any text."""
ENDINGS = tuple(ending for reader in READERS for ending in reader.endings)


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What was read from files and folders.

    Attributes:
        documents: Each incident beside the file that it was read from.
        errors: Why the other files could not be read.
    """

    documents: list[tuple[Path, ParsedDocument]] = field(default_factory=list)
    errors: list[DocumentError] = field(default_factory=list)


def read_all(paths: Iterable[Path], known_services: Sequence[str] = ()) -> ReadResult:
    """Read files, and the documents in folders and in the folders below, in order of their names.

    Args:
        paths: The files and folders.
        known_services: What the team calls its services; a title may begin with one of them.
    """
    result = ReadResult()
    for path in paths:
        try:
            files = _files(path)
        except DocumentError as error:
            result.errors.append(error)
            continue
        for file in files:
            try:
                documents = read_file(file, known_services)
            except DocumentError as error:
                result.errors.append(error)
            else:
                result.documents.extend((file, document) for document in documents)
    return result


def read_file(path: Path, known_services: Sequence[str] = ()) -> list[ParsedDocument]:
    """Return the incidents of one file: a Markdown document is one, JSON holds any number.

    Raises:
        DocumentError: The file can't be read. The message names the file and the line; nothing of
            the file is returned then.
    """
    text = _load(path)
    return _reader_of(path, text).read(text, str(path), known_services)


def _reader_of(path: Path, text: str) -> Reader:
    """Return the reader for a file: by its ending, unless the text begins as another kind does."""
    ending, text = path.suffix.lower(), text.lstrip()
    for reader in READERS:
        beginnings = reader.foreign_beginnings if ending in ENDINGS else reader.beginnings
        if ending in reader.endings or text.startswith(beginnings):
            return reader
    return READERS[-1]


def _files(path: Path) -> list[Path]:
    """Return the documents in a folder, or the path itself where it is no folder."""
    if not path.is_dir():
        return [path]
    try:
        folder = path.resolve(strict=True)
        files = sorted(
            file
            for file in _walk(path)
            if file.suffix.lower() in ENDINGS
            and file.is_file()
            and file.resolve().is_relative_to(folder)
        )
    except OSError as error:
        raise DocumentError(f"{path}: {_reason(error)}") from None
    if not files:
        raise DocumentError(f"{path}: no documents in it; expected .md, .txt or .json files")
    return files


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and of those below; hidden ones and linked folders are left."""
    for path in folder.iterdir():
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)
        else:
            yield path


def _load(path: Path) -> str:
    """Return the text of a file.

    Raises:
        DocumentError: The file is missing, too large, or not UTF-8 text.
    """
    try:
        with path.open("rb") as file:
            # A pipe reports no size beforehand, so the data is limited as well.
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
