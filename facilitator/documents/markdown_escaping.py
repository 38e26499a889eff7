"""Escaping texts for Markdown, and undoing it, so that what is written can be read back.

A backslash before punctuation is Markdown's own way to say that the character means nothing else.
Backslashes within code stay as they are. Only what would otherwise be read as structure is
escaped, so that plain text stays plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from facilitator.documents.headings import inline_heading, is_placeholder

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
    """Return a text escaped on one line, as an item of a list."""
    flat = " ".join(text.split())
    return f"\\{flat}" if _ONLY_DASHES.fullmatch(flat) or is_placeholder(flat) else _escaped(flat)


def heading(text: str) -> str:
    """Return a text escaped on one line, as the heading of a section."""
    # Signs at the end of a heading are read as its closing sequence.
    return re.sub(r"(^|\s)(#+)$", r"\1\\\2", line(text))


def cell(text: str) -> str:
    """Return a text escaped on one line, as a cell of a table."""
    return _escaped(" ".join(text.split())).replace("|", "\\|")


def paragraphs(text: str) -> str:
    """Return a text of several lines escaped, as the body of a section."""
    text = in_lines(text).strip()
    if is_placeholder(text):
        return f"\\{text}"
    return "\n".join(
        block if is_code else _escaped_line(block)
        for block, is_code in _lines_and_code(text.split("\n"))
    )


def plain(markdown: str) -> str:
    """Return a text of one or several lines as it was before `line` or `paragraphs`."""
    return "\n".join(
        block if is_code else _ESCAPED.sub(lambda match: match[2] or match[0], block)
        for block, is_code in _lines_and_code(markdown.split("\n"))
    )


def plain_cell(markdown: str) -> str:
    """Return a text as it was before `cell`."""
    return plain(markdown.replace("\\|", "|"))


def cells(row: str) -> list[str]:
    """Return the cells of a row of a table, still escaped."""
    inner = row.strip().removeprefix("|")
    parts = re.split(r"(?<!\\)\|", inner)
    return [part.strip() for part in (parts[:-1] if len(parts) > 1 and not parts[-1] else parts)]


def in_lines(text: str) -> str:
    r"""Return the text with `\n` at the end of every line."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _escaped_line(text: str) -> str:
    escaped = _escaped(text)
    heading = inline_heading(text)
    if heading is not None:
        index = heading.mark
    elif _STRUCTURE.match(text):
        index = len(text) - len(text.lstrip())
    else:
        return escaped
    return f"{escaped[:index]}\\{escaped[index:]}"


def _escaped(text: str) -> str:
    """Return the text with a second backslash wherever one would escape what follows."""
    return _TO_ESCAPE.sub(lambda match: match[0] if match["ticks"] else "\\\\", text)


def _lines_and_code(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Yield each line, and each whole block of fenced code that begins at the margin.

    The second value is whether the first is such a block.
    """
    index = 0
    # For each fence character the length of the shortest fence that is never closed: a longer one
    # is not closed either. Without it, many open fences would take quadratic time.
    unclosed: dict[str, int] = {}
    while index < len(lines):
        match = _FENCE.fullmatch(lines[index])
        fence = (match[1] or match[2]) if match else ""
        end = None
        if fence and len(fence) < unclosed.get(fence[0], len(fence) + 1):
            end = _end_of_code(lines, index, fence)
            if end is None:
                unclosed[fence[0]] = len(fence)
        if end is None:
            yield lines[index], False
            index += 1
        else:
            yield "\n".join(lines[index : end + 1]), True
            index = end + 1


def _end_of_code(lines: list[str], start: int, fence: str) -> int | None:
    """Return the index of the line that closes a fence; None where no line does."""
    closing = re.compile(rf" {{0,3}}{fence[0]}{{{len(fence)},}}[ \t]*")
    return next(
        (index for index in range(start + 1, len(lines)) if closing.fullmatch(lines[index])), None
    )
