"""Real post-mortems, one JSON object a line, as JSON that the program imports.

python -m tests.convert_postmortems ../shared/data/postmortems-dev.jsonl /tmp/real.json
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from db.words import LINE_TEXT, LONG_TEXT, SHORT_TEXT

Plain = dict[str, Any]


def convert(lines: str) -> list[Plain]:
    """Incidents numbered from 1 in the order of their dates.

    Two of one organisation that name the same mechanism first are linked to one cause.
    """
    told = [json.loads(line) for line in lines.splitlines() if line.strip()]
    told.sort(key=lambda each: (each["date"], each["id"]))
    return [_incident(number, each) for number, each in enumerate(told, 1)]


def _incident(number: int, told: Plain) -> Plain:
    symptom = _line(told["title"]) or _line(told["symptom"]) or "outage"
    mechanism = next(iter(told["mech"]), None)
    return {
        "number": number,
        "service": _cut(_line(next(iter(told["service"]), "")) or told["org"], SHORT_TEXT),
        "symptom": _cut(symptom, SHORT_TEXT),
        "date": told["date"],
        "status": "reviewed",
        "impact": {"summary": _cut(told["symptom"], LONG_TEXT)},
        "root_cause": _cut(told["root_cause"], LONG_TEXT),
        "cause": None if mechanism is None else f"{told['org']}: {mechanism}",
        "factors": [
            {"kind": "made_possible", "text": _cut(text, LINE_TEXT)}
            for text in _points(told["factors"])
        ],
        "themes": [name for name in told["cause"] if name != "unknown"],
    }


def _points(text: str) -> list[str]:
    """The points of a list that lost its line breaks."""
    points = re.split(r"(?:^|\s)(?:[-*]|\d{1,2}\.)\s", text)
    return [_line(point) for point in points if point.strip()]


def _line(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def main() -> None:
    source, target = map(Path, sys.argv[1:])
    incidents = convert(source.read_text(encoding="utf-8"))
    target.write_text(json.dumps(incidents, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
