"""What an outage cost, from the lines of a document."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from db.records import Impact
from db.words import LARGEST, LARGEST_AMOUNT
from facilitator.documents.escaping import plain
from facilitator.documents.impact_labels import figure, label
from facilitator.documents.read.gathering import Gathering
from facilitator.documents.read.parts import Section
from facilitator.domain.impact import SIGNS, whole_minutes

_UNKNOWN = re.compile(
    r"|unknown( minutes)?|[xn]( minutes)?|[$€£]?x|x ?%|\?|-|–|—|n/?a|none known|tbd|…|\.\.\.",
    re.IGNORECASE,
)
_WHOLE = r"\d{1,3}(?:[,.'’ \u202f]\d{3})+|\d+"
_CLOCK = re.compile(r"(?P<hours>\d{1,3}):(?P<minutes>\d\d)(?: ?h(?:ours?)?)?")
_SPAN = re.compile(
    r"(?:(?P<days>\d+(?:\.\d+)?) ?(?:d|days?))?,? ?(?:and )?"
    r"(?:(?P<hours>\d+(?:\.\d+)?) ?(?:h|hrs?|hours?))?,? ?(?:and )?"
    r"(?:(?P<minutes>\d[\d,]*(?:\.\d+)?) ?(?:m|mins?|minutes?)?)?,? ?(?:and )?"
    r"(?:(?P<seconds>\d+) ?(?:s|secs?|seconds?))?",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(?P<before>[$€£¥]|[A-Z]{3}\b)?\s*(?P<amount>\d[\d,.'’\u202f ]*?)\s*(?P<more>[kKmM]\b)?\s*"
    r"(?P<after>[$€£¥]|[A-Z]{3}\b)?"
)
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?(?:[eE]-?\d+)?)\s?%?")


def read_impact(section: Section, impact: Impact, gathering: Gathering) -> Impact:
    """The impact with what this section says of it.

    The figures are the lines that the section begins with; the rest is its summary, and so is a
    figure's line that is not understood whole.
    """
    lines = list(section.lines)
    rest: list[str] = []
    at = 0
    while at < len(lines) and (not lines[at].strip() or label(lines[at]) is not None):
        if lines[at].strip():
            read = _value(*figure(lines[at]), impact)
            if read is None:
                line = section.first_line + at
                rest.append(lines[at].strip())
                gathering.missing(line, f"no figure: left in the summary: {lines[at].strip()}")
            else:
                impact = read
        at += 1
    text = "\n\n".join(["\n".join(rest), "\n".join(lines[at:]).strip()]).strip()
    if text and impact.summary:
        return replace(impact, summary=f"{impact.summary}\n\n{section.title}\n{plain(text)}")
    return replace(impact, summary=plain(text)) if text else impact


def _value(field: str, value: str, impact: Impact) -> Impact | None:
    """The impact with the figure of one line; None where its value is not understood."""
    if _UNKNOWN.fullmatch(value):
        return impact
    if field == "duration_minutes":
        minutes = _minutes(value)
        return None if minutes is None else replace(impact, duration_minutes=minutes)
    if field == "users_affected":
        users = _users(value)
        return None if users is None else replace(impact, users_affected=users)
    if field == "revenue":
        return _revenue(value, impact)
    percent = _PERCENT.fullmatch(value)
    if percent is None or float(percent[1].replace(",", ".")) > LARGEST:
        return None
    return replace(impact, slo_budget_percent=float(percent[1].replace(",", ".")))


def _minutes(value: str) -> int | None:
    found = _CLOCK.fullmatch(value) or _SPAN.fullmatch(value)
    if found is None or not any(found.groups()):
        return None
    told = found.groupdict(default="0")
    return whole_minutes({unit: number.replace(",", "") for unit, number in told.items()})


def _users(value: str) -> int | None:
    found = re.fullmatch(rf"({_WHOLE})(?: (?:users|customers|people))?", value, re.IGNORECASE)
    if found is None:
        return None
    users = int(re.sub(r"\D", "", found[1])) if len(found[1]) < 20 else LARGEST + 1
    return users if users <= LARGEST else None


def _revenue(value: str, impact: Impact) -> Impact | None:
    found = _MONEY.fullmatch(value)
    if found is None or not (found["before"] or found["after"]):
        return None
    sign = found["before"] or found["after"]
    amount = _amount(found["amount"])
    if amount is None or (found["before"] and found["after"]):
        return None
    if found["more"]:
        amount *= {"k": 1_000, "m": 1_000_000}[found["more"].casefold()]
    if amount > LARGEST_AMOUNT:
        return None
    return replace(impact, revenue=amount, currency=SIGNS.get(sign, sign))


def _amount(digits: str) -> Decimal | None:
    """Thousands by commas, and cents after a point, or the other way about where that is clear."""
    digits = re.sub(r"['’\u202f ]", "", digits)
    if re.fullmatch(r"\d{1,3}(\.\d{3})*,\d{1,2}", digits) or re.fullmatch(
        r"\d{1,3}(\.\d{3}){2,}", digits
    ):
        digits = digits.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(,\d{3})*(\.\d+)?|\d+(\.\d+)?", digits):
        digits = digits.replace(",", "")
    else:
        return None
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None
