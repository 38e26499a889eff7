"""Lines of notes, chat, logs and tables, gathered into blocks of one time and its words each."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

from facilitator.domain.times import Written, read, read_day, with_zone

NO_TIME = "no time: begin it with one, such as 09:02 or +4m"
_LOOK = 300
"""In how many characters of a line its time is looked for."""
_LEAD = re.compile(
    r"\s*(?:>\s?)*(?:<\d{1,3}>\d?\s*)?(?:(?:[-*•·‣–—]|\d{1,3}[.)])\s+)?(?:\[[ xX]?\]\s+)?"
    r"\|?\s*[\[(*_`]{0,3}(?P<about>(?:about|around|approx\.?|circa|ca\.|~|≈)\s*)?(?:at\s+)?",
    re.IGNORECASE,
)
_CLOSE = re.compile(r"[\])*_`\"]{0,3}")
_DIVIDE = re.compile(r"\s*(?:(?:->|=>|[-–—|:,;·•→>]){1,2}(?=\s|$)|[|:,;](?!\d))?\s*[*_`]{0,2}")
_NICK = re.compile(r"<(?P<nick>[@+%&~]?[\w.-]{1,40})>:?\s*")
_FIELD = re.compile(r'\s*(?:@?timestamp|time|ts|t|date)="?(?=[\d+A-Z])')
_LATER = re.compile(
    r"\[(?=\d{2}/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d)"
    r"|(?<![\w:./-])(?=\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d)"
)
_LOG_WORDS = re.compile(r"(?:\S{1,40}\s+){0,3}\S{0,3}")
_RULE = frozenset("|:-=_* \t")
"""What a rule between lines or between the rows of a table is made of."""
_HEAD_ROW = re.compile(r"\s*\|\s*\W*(?:time|when|date|timestamp)\b[^|\d]*\|.*", re.IGNORECASE)
_HEADING = re.compile(r"\s*#{1,6}\s")
_AROUND_DAY = re.compile(r"[\s#>*_=:.\[\](){}—–-]*")
_SOME_DAY = re.compile(
    r"(?:[\W_]*|.{1,60}?\W(?=\w+ at \S+(?: ?[ap]m)?\W*$))"
    r"(today|yesterday)(?:,| at)?\s\d{1,2}[:.]\d\d",
    re.IGNORECASE,
)
_BEFORE_TIME = re.compile(r",?\s+(?:[—–-]\s+)?[\[(]?(?=\d|[A-Z][a-z]{2,8}\.? \d)")
_NAME = re.compile(r"[^\W\d_][^|<>{}\[\]()=?!;]{0,60}")
_NO_NAMES = frozenset(
    ("at", "by", "until", "till", "from", "since", "around", "about", "to", "before", "after", "on")
)
"""What follows them is part of a sentence."""
_AFTER_HEADER = re.compile(r"[\])]?\s*(?:\(edited\))?:?\s*")
_TIMES = ("timestamp", "@timestamp", "time", "ts", "datetime", "date", "eventTime", "at", "t")
_TEXTS = ("message", "msg", "text", "event", "summary", "description", "log", "title")


@dataclass(slots=True)
class Block:
    """One event's lines.

    line_number: of the first, from 1. sources: the lines as typed, with their ends. written: its
    time. day: one that stood alone above it. texts: its words, line by line. speaker: who said the
    words behind the first, where that is who said it, as in a chat.
    """

    line_number: int
    sources: list[str]
    written: Written | None = None
    day: Written | None = None
    texts: list[str] = field(default_factory=list)
    problem: str = ""
    how: str = ""
    speaker: str = ""


def gather(text: str) -> list[Block]:
    """The blocks of a text; every line is in exactly one of them, unless all are blank."""
    lines = text.splitlines(keepends=True)
    blocks: list[Block] = []
    waiting: list[str] = []
    day: Written | None = None
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else ""
        block = _block(line, following, place + 1)
        alone = _day_alone(line) if block is None else None
        if block is not None:
            block.sources, waiting = [*waiting, line], []
            block.line_number -= len(block.sources) - 1
            block.day, day = day, None
            blocks.append(block)
        elif alone is not None:
            day = alone
            waiting.append(line)
        elif waiting and not line.strip():
            waiting.append(line)
        elif _says_nothing(line.strip()):
            if blocks:
                blocks[-1].sources.append(line)
            else:
                waiting.append(line)
        elif day is not None or not blocks or _HEADING.match(line):
            # Words that belong to no event: they stay, with what is wrong.
            blocks.append(
                Block(
                    place + 1 - len(waiting), [*waiting, line], None, day, [line.strip()], NO_TIME
                )
            )
            waiting = []
        else:
            blocks[-1].sources.append(line)
            blocks[-1].texts.append(line.strip().lstrip(">").strip())
    if "".join(waiting).strip():
        blocks.append(
            Block(len(lines) - len(waiting) + 1, waiting, None, day, [], "a day without a time")
        )
    elif blocks:
        blocks[-1].sources += waiting
    return blocks


def _says_nothing(line: str) -> bool:
    """Whether it only divides, or names the columns of a table."""
    return set(line) <= _RULE or _HEAD_ROW.fullmatch(line) is not None


def _block(line: str, following: str, number: int) -> Block | None:
    """The block that begins with this line, or None where it begins none."""
    stripped = line.strip()
    if not stripped:
        return None
    if stripped.startswith("{") and (block := _from_json(stripped, number)):
        return block
    lead = _FIELD.match(line) or _LEAD.match(line)
    start = lead.end() if lead else 0
    if (found := _time_at(line, start)) is not None:
        about = (lead.groupdict().get("about") or "").strip() if lead else ""
        rest = _rest(line, found.end, table=stripped.startswith("|"))
        texts = [f"({about}) {rest}" if about else rest]
        return Block(number, [], found, None, [each for each in texts if each])
    if some := _SOME_DAY.match(stripped[:_LOOK]):
        problem = f"which day is “{some[1].lower()}”? Write the date, such as 2026-03-14"
        return Block(number, [], None, None, [stripped], problem)
    return _header(line, following, number) or _later(line, number)


def _time_at(line: str, start: int) -> Written | None:
    """The time at this place; its end counts from the start of the line."""
    written = read(line[start : start + _LOOK])
    if written is None:
        return None
    closed = _CLOSE.match(line, start + written.end)
    end = closed.end() if closed else start + written.end
    zoned = with_zone(_moved(written, end), line)
    closed = _CLOSE.match(line, zoned.end)
    return _moved(zoned, closed.end() if closed else zoned.end)


def _moved(written: Written, end: int) -> Written:
    return replace(written, end=end)


def _rest(line: str, start: int, *, table: bool) -> str:
    """The words after the time."""
    divided = _DIVIDE.match(line, start)
    end = divided.end() if divided else start
    # A time after the divider is the end of a span, which is kept as it stands.
    rest = line[start:].strip() if read(line[end : end + _LOOK]) else line[end:].strip()
    if table:
        cells = re.split(r"(?<!\\)\|", rest)
        rest = " · ".join(cell.replace("\\|", "|").strip() for cell in cells if cell.strip())
    nick = _NICK.match(rest)
    return f"{nick['nick']}: {rest[nick.end() :]}".strip() if nick else rest


def _header(line: str, following: str, number: int) -> Block | None:
    """`Sam Lee  9:02 AM` over the line that Sam wrote."""
    if not following.strip() or _day_alone(following):
        return None
    for gap in _BEFORE_TIME.finditer(line[:_LOOK]):
        name = line[: gap.start()].strip()
        written = _time_at(line, gap.end())
        if (
            written is None
            or written.clock is None
            or not _AFTER_HEADER.fullmatch(line, written.end)
        ):
            continue
        words = name.split()
        bare = line[gap.end() : written.end].strip("])").isdecimal()
        sentence = words[-1].lower() in _NO_NAMES or any(word[0].isdigit() for word in words)
        if bare or sentence or len(words) > 4 or not _NAME.fullmatch(name):
            continue
        lead = _LEAD.match(following)
        if _time_at(following, lead.end() if lead else 0) is not None:
            continue
        said = f"{name.rstrip(':,')}:"
        return Block(number, [], written, None, [said], speaker=said)
    return None


def _later(line: str, number: int) -> Block | None:
    """A log's line that has its time after its level, its host or its address."""
    for found in _LATER.finditer(line[:_LOOK]):
        log = found[0] == "["
        if not log and not _LOG_WORDS.fullmatch(line, 0, found.start()):
            continue
        written = _time_at(line, found.end())
        if written is not None and not written.wrong:
            before = line[: found.start()].rstrip().rstrip("[(").rstrip()
            words = [before, _rest(line, written.end, table=False)]
            return Block(number, [], written, None, [" ".join(each for each in words if each)])
    return None


def _day_alone(line: str) -> Written | None:
    """A line that says a day and nothing else."""
    around = _AROUND_DAY.match(line)
    start = around.end() if around else 0
    day = read_day(line[start : start + _LOOK])
    if day is None or not _AROUND_DAY.fullmatch(line, start + day.end):
        return None
    return day


def _from_json(line: str, number: int) -> Block | None:
    """A line of a log in JSON: its time, its message, and what else it says."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    named = next((name for name in _TIMES if isinstance(found.get(name), str | int | float)), None)
    if named is None:
        return None
    written = read(str(found[named]).strip())
    if written is None or isinstance(found[named], bool):
        return None
    told = next((name for name in _TEXTS if isinstance(found.get(name), str)), None)
    words = [found[told].strip()] if told else []
    words += [
        f"{name}={_shown(value)}" for name, value in found.items() if name not in (named, told)
    ]
    return Block(number, [], written, None, [" ".join(words)], "", "JSON")


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
