"""Descriptions for Jira Data Center, in the wiki markup of Jira, in which text stays text.

The markup is that of "Text Formatting Notation Help", which every Jira has in its help.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from facilitator.text import clean, is_web_address

_SPECIAL = re.compile(r"\\|&(?=#?\w+;)|[{}\[\]*_+^~?!|()-]|#(?=[#*-]*$)|:(?=[PDp])")
"""A backslash, the start of an entity, and what begins or ends something: macros, links, emphasis,
tables, lists, smileys."""
_LINE_START = re.compile(r"(h[1-6]|bq)(?=\.)")
"""A heading or a quotation, which are letters and so can't be escaped by a backslash."""
_UNFIT_FOR_LINK = re.compile(r"[{}\[\]|!*\\]|&#?\w+;")
"""What Jira does not take as a part of an address."""
_BY_NUMBER = {"\\": "&#92;", "&": "&amp;"}
"""What a backslash does not make plain: two of them are the end of a line."""


def text(paragraphs: Sequence[str]) -> str:
    """Return texts as wiki text that reads as they were typed, with a blank line between them."""
    filled = [clean(paragraph).strip() for paragraph in paragraphs]
    return "\n\n".join(_escaped(paragraph) for paragraph in filled if paragraph)


def _escaped(paragraph: str) -> str:
    return "\n".join(_escaped_line(line.strip()) for line in paragraph.split("\n"))


def _escaped_line(line: str) -> str:
    escaped = " ".join(_escaped_word(word) for word in line.split(" "))
    start = _LINE_START.match(escaped)
    return f"&#{ord(escaped[0])};{escaped[1:]}" if start else escaped


def _escaped_word(word: str) -> str:
    # Jira makes a link of an address by itself, in which a backslash would be a part of it.
    if is_web_address(word) and not _UNFIT_FOR_LINK.search(word):
        return word
    return _SPECIAL.sub(_plain, word)


def _plain(found: re.Match[str]) -> str:
    """Return a special character as text, unless it is text already, such as those in a date."""
    character, word = found[0], found.string
    if character in _BY_NUMBER:
        return _BY_NUMBER[character]
    before, after = word[: found.start()][-1:], word[found.end() :][:1]
    is_inside = character in "-_" and before.isalnum() and after.isalnum()
    return character if is_inside else f"\\{character}"
