"""Descriptions for Jira Cloud, in the Atlassian Document Format that version 3 of its API takes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from facilitator.text import clean, is_web_address


def document(paragraphs: Sequence[str]) -> dict[str, Any]:
    """Return texts as a document, each of them a paragraph; the ends of their lines stay.

    A word that is a web address becomes a link; everything else is text, whatever it looks like.
    """
    filled = [clean(text).strip() for text in paragraphs]
    return {
        "type": "doc",
        "version": 1,
        "content": [{"type": "paragraph", "content": _lines(text)} for text in filled if text],
    }


def _lines(text: str) -> list[dict[str, Any]]:
    lines = [_words(line) for line in text.split("\n")]
    breaks = [[{"type": "hardBreak"}, *line] for line in lines[1:]]
    return list(chain(lines[0], *breaks))


def _words(line: str) -> list[dict[str, Any]]:
    """Return a line as nodes of text. A node without text is none."""
    nodes: list[dict[str, Any]] = []
    plain = ""
    for word in _split(line):
        if not is_web_address(word):
            plain += word
            continue
        if plain:
            nodes.append({"type": "text", "text": plain})
        marks = [{"type": "link", "attrs": {"href": word}}]
        nodes.append({"type": "text", "text": word, "marks": marks})
        plain = ""
    if plain:
        nodes.append({"type": "text", "text": plain})
    return nodes


def _split(line: str) -> list[str]:
    """Return the words of a line with the blanks between them as words of their own."""
    words: list[str] = []
    for part in line.split(" "):
        words += [" ", part]
    return words[1:]
