"""Converting collected post-mortems, one JSON object a line, to JSON that the program imports.

python -m tests.convert_postmortems tests/data/incidents.jsonl /tmp/incidents.json
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from db.vocabulary import LINE_TEXT, LONG_TEXT, SHORT_TEXT

JsonObject = dict[str, Any]


def convert(lines: str) -> list[JsonObject]:
    """Return the incidents, numbered from 1 in the order of their dates.

    Two incidents of one organisation whose first mechanism is the same are linked to one cause.
    """
    collected = [json.loads(line) for line in lines.splitlines() if line.strip()]
    collected.sort(key=lambda incident: (incident["date"], incident["id"]))
    return [_incident(number, incident) for number, incident in enumerate(collected, 1)]


def _incident(number: int, collected: JsonObject) -> JsonObject:
    symptom = _one_line(collected["title"]) or _one_line(collected["symptom"]) or "outage"
    service = _one_line(next(iter(collected["service"]), "")) or collected["org"]
    mechanism = next(iter(collected["mech"]), None)
    return {
        "number": number,
        "service": _shortened(service, SHORT_TEXT),
        "symptom": _shortened(symptom, SHORT_TEXT),
        "date": collected["date"],
        "status": "reviewed",
        "impact": {"summary": _shortened(collected["symptom"], LONG_TEXT)},
        "root_cause": _shortened(collected["root_cause"], LONG_TEXT),
        "cause": None if mechanism is None else f"{collected['org']}: {mechanism}",
        "factors": [
            {"kind": "made_possible", "text": _shortened(text, LINE_TEXT)}
            for text in _points(collected["factors"])
        ],
        "themes": [name for name in collected["cause"] if name != "unknown"],
        "sections": [
            {"heading": "Details", "text": _shortened(collected["details"], LONG_TEXT)}
            for _ in range(bool(collected["details"].strip()))
        ],
    }


def _points(text: str) -> list[str]:
    """Return the items of a list whose line breaks are lost: `- one - two`, `1. one 2. two`."""
    points = re.split(r"(?:^|\s)(?:[-*]|\d{1,2}\.)\s", text)
    return [_one_line(point) for point in points if point.strip()]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def main() -> None:
    """Convert the file that is named first into the file that is named second."""
    source, target = map(Path, sys.argv[1:])
    incidents = convert(source.read_text(encoding="utf-8"))
    target.write_text(json.dumps(incidents, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
