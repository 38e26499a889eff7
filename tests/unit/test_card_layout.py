"""How the parts of a card share its lines."""

from __future__ import annotations

from textual.content import Content

from facilitator.screens.meeting.card_layout import Part, fit, spread


def lines(*texts: str) -> list[Content]:
    return [Content(text) for text in texts]


def texts(contents: list[Content]) -> list[str]:
    return [content.plain for content in contents]


def test_the_longest_part_is_cut_and_says_so() -> None:
    parts = [Part(lines("title")), Part(lines("a", "b", "c", "d"), gap=1), Part(lines("keys"))]
    assert texts(spread(fit(parts, 4), 4)) == ["title", "a", "b …", "keys"]


def test_where_nothing_can_be_cut_what_matters_least_goes_and_the_foot_stays() -> None:
    parts = [Part(lines("title")), Part(lines("track"), gap=2), Part(lines("note"), gap=6)]
    foot = Part(lines("d done", "x drop"), least=2, gap=3)
    assert texts(spread(fit([*parts, foot], 4), 4)) == ["title", "track", "d done", "x drop"]
    assert texts(spread(fit([*parts, foot], 3), 3)) == ["title", "d done", "x drop"]


def test_empty_lines_part_what_comes_first_and_the_last_part_stands_at_the_foot() -> None:
    parts = [Part(lines("title")), Part(lines("chips"), gap=2), Part(lines("action"), gap=1)]
    drawn = texts(spread([*parts, Part(lines("keys"), gap=3)], 5))
    assert drawn == ["title", "chips", "", "action", "keys"]
    drawn = texts(spread([*parts, Part(lines("keys"), gap=3)], 9))
    assert drawn == ["title", "", "chips", "", "action", "", "", "", "keys"]
