"""Splitting pasted notes, chats, logs and tables into blocks: one time each, and its words."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

from facilitator.domain.written_times import WrittenTime, read_day, read_time, with_zone

NO_TIME = "no time: begin with one, such as 09:02 or +4m"
_MAX_PREFIX = 300
"""A time is looked for in so many characters of a line."""
_LEAD = re.compile(
    r"\s*(?:>\s?)*(?:<\d{1,3}>\d?\s*)?(?:(?:[-*•·‣–—]|\d{1,3}[.)])\s+)?(?:\[[ xX]?\]\s+)?"
    r"\|?\s*[\[(*_`]{0,3}(?P<about>(?:about|around|approx\.?|circa|ca\.|~|≈)\s*)?(?:at\s+)?",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"[\])*_`\"]{0,3}")
_DIVIDER = re.compile(r"\s*(?:(?:->|=>|[-–—|:,;·•→>]){1,2}(?=\s|$)|[|:,;](?!\d))?\s*[*_`]{0,2}")
_NICK = re.compile(r"<(?P<nick>[@+%&~]?[\w.-]{1,40})>:?\s*")
_TIME_FIELD = re.compile(r'\s*(?:@?timestamp|time|ts|t|date)="?(?=[\d+A-Z])')
_LATE_TIME = re.compile(
    r"\[(?=\d{2}/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d)"
    r"|(?<![\w:./-])(?=\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d)"
)
_LOG_WORDS = re.compile(r"(?:\S{1,40}\s+){0,3}\S{0,3}")
_RULE_CHARACTERS = frozenset("|:-=_* \t")
"""The characters of a rule between lines, or between the rows of a table."""
_HEAD_ROW = re.compile(r"\s*\|\s*\W*(?:time|when|date|timestamp)\b[^|\d]*\|.*", re.IGNORECASE)
_HEADING = re.compile(r"\s*#{1,6}\s")
_AROUND_DAY = re.compile(r"[\s#>*_=:.\[\](){}—–-]*")
_RELATIVE_DAY = re.compile(
    r"(?:[\W_]*|.{1,60}?\W(?=\w+ at \S+(?: ?[ap]m)?\W*$))"
    r"(today|yesterday)(?:,| at)?\s\d{1,2}[:.]\d\d",
    re.IGNORECASE,
)
_BEFORE_TIME = re.compile(r",?\s+(?:[—–-]\s+)?[\[(]?(?=\d|[A-Z][a-z]{2,8}\.? \d)")
_NAME = re.compile(r"[^\W\d_][^|<>{}\[\]()=?!;]{0,60}")
_NOT_A_NAME = frozenset(
    ("at", "by", "until", "till", "from", "since", "around", "about", "to", "before", "after", "on")
)
"""A line in which one of these comes before the time is a sentence, not a name and a time."""
_AFTER_HEADER = re.compile(r"[\])]?\s*(?:\(edited\))?:?\s*")
_TIME_KEYS = ("timestamp", "@timestamp", "time", "ts", "datetime", "date", "eventTime", "at", "t")
_TEXT_KEYS = ("message", "msg", "text", "event", "summary", "description", "log", "title")


@dataclass(slots=True)
class Block:
    """The lines of one event.

    Attributes:
        line_number: The number of its first line, from 1.
        sources: Its lines exactly as they were pasted, with their line ends.
        written: Its time; None where it has none.
        day: The day that stands alone on a line above it, if there is one.
        texts: Its words, line by line.
        problem: Why it can't be an event; empty where it can.
        how: How it was read, where a person would want to check that.
        speaker: The person who wrote the words, with a colon, as the first of the words. Empty
            where the block is not from a chat.
    """

    line_number: int
    sources: list[str]
    written: WrittenTime | None = None
    day: WrittenTime | None = None
    texts: list[str] = field(default_factory=list)
    problem: str = ""
    how: str = ""
    speaker: str = ""


def split_into_blocks(text: str) -> list[Block]:
    """Split a text into blocks. Every line is in exactly one of them, unless all lines are blank.

    A line that begins with a time begins a block; the lines after it belong to it. A line with
    nothing but a day is the day of the next block.
    """
    lines = text.splitlines(keepends=True)
    blocks: list[Block] = []
    pending: list[str] = []  # lines that belong to the next block
    day: WrittenTime | None = None
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        block = _begin_block(line, following, index + 1)
        lone_day = _read_lone_day(line) if block is None else None
        if block is not None:
            block.sources, pending = [*pending, line], []
            block.line_number -= len(block.sources) - 1
            block.day, day = day, None
            blocks.append(block)
        elif lone_day is not None:
            day = lone_day
            pending.append(line)
        elif pending and not line.strip():
            pending.append(line)
        elif _has_no_words(line.strip()):
            if blocks:
                blocks[-1].sources.append(line)
            else:
                pending.append(line)
        elif day is not None or not blocks or _HEADING.match(line):
            # Words that belong to no event are kept, with what is wrong with them.
            number = index + 1 - len(pending)
            blocks.append(Block(number, [*pending, line], None, day, [line.strip()], NO_TIME))
            pending = []
        else:
            blocks[-1].sources.append(line)
            blocks[-1].texts.append(line.strip().lstrip(">").strip())
    if "".join(pending).strip():
        number = len(lines) - len(pending) + 1
        blocks.append(Block(number, pending, None, day, [], "a day without a time"))
    elif blocks:
        blocks[-1].sources += pending
    return blocks


def _has_no_words(line: str) -> bool:
    """Return whether a line is a rule, or the header of a table."""
    return set(line) <= _RULE_CHARACTERS or _HEAD_ROW.fullmatch(line) is not None


def _begin_block(line: str, following: str, number: int) -> Block | None:
    """Return the block that begins with a line, without its sources; None where none begins.

    Args:
        line: The line.
        following: The line after it.
        number: The number of the line, from 1.
    """
    stripped = line.strip()
    if not stripped:
        return None
    if stripped.startswith("{") and (block := _read_json(stripped, number)):
        return block
    lead = _TIME_FIELD.match(line) or _LEAD.match(line)
    start = lead.end() if lead else 0
    if (written := _read_time_at(line, start)) is not None:
        about = (lead.groupdict().get("about") or "").strip() if lead else ""
        words = _words_after(line, written.end, is_table=stripped.startswith("|"))
        text = f"({about}) {words}" if about else words
        return Block(number, [], written, None, [text] if text else [])
    if relative := _RELATIVE_DAY.match(stripped[:_MAX_PREFIX]):
        problem = f"which day is “{relative[1].lower()}”? Write the date, such as 2026-03-14"
        return Block(number, [], None, None, [stripped], problem)
    return _read_chat_header(line, following, number) or _read_log_line(line, number)


def _read_time_at(line: str, start: int) -> WrittenTime | None:
    """Return the time at a character of a line; its `end` counts from the start of the line."""
    written = read_time(line[start : start + _MAX_PREFIX])
    if written is None:
        return None
    written = replace(written, end=_after_closing(line, start + written.end))
    # A zone may follow the bracket: `[09:02] UTC`.
    written = with_zone(written, line)
    return replace(written, end=_after_closing(line, written.end))


def _after_closing(line: str, start: int) -> int:
    """Return where the brackets, quotes and marks that close a time end."""
    closing = _CLOSING.match(line, start)
    return closing.end() if closing else start


def _words_after(line: str, start: int, *, is_table: bool) -> str:
    """Return the words after the time of a line, without the divider between them.

    The cells of a table are joined by ` · `, and `<sam> words` becomes `sam: words`.
    """
    divider = _DIVIDER.match(line, start)
    end = divider.end() if divider else start
    # A time after the divider is the end of a span, which is kept as it is.
    is_span = read_time(line[end : end + _MAX_PREFIX]) is not None
    words = line[start if is_span else end :].strip()
    if is_table:
        cells = re.split(r"(?<!\\)\|", words)
        words = " · ".join(cell.replace("\\|", "|").strip() for cell in cells if cell.strip())
    nick = _NICK.match(words)
    return f"{nick['nick']}: {words[nick.end() :]}".strip() if nick else words


def _read_chat_header(line: str, following: str, number: int) -> Block | None:
    """Return the block of a header such as `Sam Lee  9:02 AM` above the words that Sam wrote."""
    if not following.strip() or _read_lone_day(following):
        return None
    for gap in _BEFORE_TIME.finditer(line[:_MAX_PREFIX]):
        name = line[: gap.start()].strip()
        written = _read_time_at(line, gap.end())
        if (
            written is None
            or written.clock is None
            or not _AFTER_HEADER.fullmatch(line, written.end)
        ):
            continue
        words = name.split()
        is_bare_number = line[gap.end() : written.end].strip("])").isdecimal()
        is_sentence = words[-1].lower() in _NOT_A_NAME or any(word[0].isdigit() for word in words)
        if is_bare_number or is_sentence or len(words) > 4 or not _NAME.fullmatch(name):
            continue
        lead = _LEAD.match(following)
        if _read_time_at(following, lead.end() if lead else 0) is not None:
            continue
        speaker = f"{name.rstrip(':,')}:"
        return Block(number, [], written, None, [speaker], speaker=speaker)
    return None


def _read_log_line(line: str, number: int) -> Block | None:
    """Return the block of a log line that has its time after a level, a host or an address."""
    for match in _LATE_TIME.finditer(line[:_MAX_PREFIX]):
        is_access_log = match[0] == "["
        if not is_access_log and not _LOG_WORDS.fullmatch(line, 0, match.start()):
            continue
        written = _read_time_at(line, match.end())
        if written is not None and not written.problem:
            before = line[: match.start()].rstrip().rstrip("[(").rstrip()
            words = [before, _words_after(line, written.end, is_table=False)]
            return Block(number, [], written, None, [" ".join(filter(None, words))])
    return None


def _read_lone_day(line: str) -> WrittenTime | None:
    """Return the day of a line that has a day and nothing else."""
    around = _AROUND_DAY.match(line)
    start = around.end() if around else 0
    day = read_day(line[start : start + _MAX_PREFIX])
    if day is None or not _AROUND_DAY.fullmatch(line, start + day.end):
        return None
    return day


def _read_json(line: str, number: int) -> Block | None:
    """Return the block of a log line in JSON: its message, then its other values as `key=value`."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict):
        return None
    time_key = next(
        (key for key in _TIME_KEYS if isinstance(entry.get(key), str | int | float)), None
    )
    if time_key is None or isinstance(entry[time_key], bool):
        return None
    written = read_time(str(entry[time_key]).strip())
    if written is None:
        return None
    text_key = next((key for key in _TEXT_KEYS if isinstance(entry.get(key), str)), None)
    words = [entry[text_key].strip()] if text_key else []
    words += [
        f"{key}={_as_text(value)}"
        for key, value in entry.items()
        if key not in (time_key, text_key)
    ]
    return Block(number, [], written, None, [" ".join(words)], "", "JSON")


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
