"""Texts set into Markdown so that they can be read back: escaped where they would be structure.

A backslash before punctuation is Markdown's own way to say that a character is only that, and
reading undoes it. Backslashes within code stay as they are. What is escaped is no more than would
be read as something else: plain text reads plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from facilitator.documents.headings import placeholder, spoken_heading

_PUNCTUATION = r"[!-/:-@\[-`{-~]"
_CODE = r"(?<!`)(?P<ticks>`+)(?!`)[^\n]*?(?<!`)(?P=ticks)(?!`)"
_TO_ESCAPE = re.compile(rf"{_CODE}|\\(?={_PUNCTUATION})")
_ESCAPED = re.compile(rf"{_CODE}|\\({_PUNCTUATION})")
_FENCE = re.compile(r"(`{3,})[^`]*|(~{3,}).*")
_AUTOLINK = r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]*>"
_STRUCTURE = re.compile(
    rf"\s*(?:#{{1,6}}(?:\s|$)|=+\s*$|-+\s*$|`{{3,}}[^`]*$|~~~|(?!{_AUTOLINK})<[A-Za-z/!?])"
)
_ONLY_DASHES = re.compile(r"-[- ]*")


def line(text: str) -> str:
    """A text on one line, as an item of a list."""
    flat = " ".join(text.split())
    return f"\\{flat}" if _ONLY_DASHES.fullmatch(flat) or placeholder(flat) else _escaped(flat)


def cell(text: str) -> str:
    """A text on one line, as a cell of a table."""
    return _escaped(" ".join(text.split())).replace("|", "\\|")


def paragraphs(text: str) -> str:
    """A text of several lines, as what stands below a heading."""
    text = in_lines(text).strip()
    if placeholder(text):
        return f"\\{text}"
    return "\n".join(
        part if is_code else _escaped_line(part) for part, is_code in _parts(text.split("\n"))
    )


def plain(markdown: str) -> str:
    """What stood before it was escaped, on one line or on several."""
    return "\n".join(
        part if is_code else _ESCAPED.sub(lambda found: found[2] or found[0], part)
        for part, is_code in _parts(markdown.split("\n"))
    )


def plain_cell(markdown: str) -> str:
    """The same for a cell of a table."""
    return plain(markdown.replace("\\|", "|"))


def cells(row: str) -> list[str]:
    """The cells of a table's row, still escaped."""
    inner = row.strip().removeprefix("|")
    parts = re.split(r"(?<!\\)\|", inner)
    return [part.strip() for part in (parts[:-1] if len(parts) > 1 and not parts[-1] else parts)]


def in_lines(text: str) -> str:
    """The text with every line ended the same way."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _escaped_line(text: str) -> str:
    escaped = _escaped(text)
    heading = spoken_heading(text)
    if heading is not None:
        at = heading.mark
    elif _STRUCTURE.match(text):
        at = len(text) - len(text.lstrip())
    else:
        return escaped
    return f"{escaped[:at]}\\{escaped[at:]}"


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(lambda found: found[0] if found["ticks"] else "\\\\", text)


def _parts(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Each line, and each block of fenced code that begins and ends at the margin as one part."""
    at = 0
    # By the character of a fence, the shortest that nothing closes any more.
    endless: dict[str, int] = {}
    while at < len(lines):
        fence = _FENCE.fullmatch(lines[at])
        mark = (fence[1] or fence[2]) if fence else ""
        end = None
        if mark and len(mark) < endless.get(mark[0], len(mark) + 1):
            end = _end_of_code(lines, at, mark)
            if end is None:
                endless[mark[0]] = len(mark)
        if end is None:
            yield lines[at], False
            at += 1
        else:
            yield "\n".join(lines[at : end + 1]), True
            at = end + 1


def _end_of_code(lines: list[str], at: int, mark: str) -> int | None:
    closing = re.compile(rf" {{0,3}}{mark[0]}{{{len(mark)},}}[ \t]*")
    return next(
        (place for place in range(at + 1, len(lines)) if closing.fullmatch(lines[place])), None
    )
