"""The figures of an impact: a duration suggested by the timeline, and values that people type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from db.records import Incident
from db.vocabulary import LARGEST, LARGEST_AMOUNT, EventKind
from facilitator.domain.labels import EVENT_LABELS

EXPECTED_USERS = "expected a number of users, such as 12000, 12k or ~1.2m"
EXPECTED_MONEY = "expected an amount with its currency, such as $35k, 35000 EUR or €1.2m"
EXPECTED_PERCENT = "expected a percentage, such as 18.5 or 18.5%"
EXPECTED_DURATION = "expected minutes or a time, such as 47, 1h 5m or 1:05"
MAX_TYPED_CHARACTERS = 40
"""How many characters an amount may have."""

_ENDS = (EventKind.RECOVERED, EventKind.ALL_CLEAR)
_STARTS = (EventKind.IMPACT_BEGAN, EventKind.FIRST_ALERT)
"""The milestones between which a duration is counted, the better one first."""
_POWERS = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "mio": 6, "million": 6, "bn": 9, "billion": 9}
_ABOUT = r"(?:~|≈|about |around |ca\.? ?)?\s*"
_NUMBER = rf"(?P<digits>\d[\d.,'’_\s]*)\s?(?P<power>{'|'.join(sorted(_POWERS, key=len)[::-1])})?"
CURRENCY_SIGNS = {
    "$": "USD",
    "US$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "A$": "AUD",
    "C$": "CAD",
}
"""The ISO 4217 code of each currency that has a sign."""
_CURRENCY = r"(?:US\$|[AC]\$|[$€£¥₹]|[A-Za-z]{3})"
_USERS = re.compile(
    rf"{_ABOUT}{_NUMBER}(?:\s?(?:users?|customers?|people|accounts?))?", re.IGNORECASE
)
_MONEY = re.compile(
    rf"{_ABOUT}(?P<before>{_CURRENCY})?\s?{_NUMBER}\s?(?P<after>{_CURRENCY})?", re.IGNORECASE
)
_PERCENT = re.compile(rf"{_ABOUT}(?P<digits>\d[\d.,]*)\s?(?:%|percent)?", re.IGNORECASE)
_SECONDS = {"days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}
_CLOCK = re.compile(r"(?P<hours>\d{1,5}):(?P<minutes>[0-5]\d)")
_UNITS = re.compile(
    r"(?:(?P<days>\d{1,5})\s?d(?:ays?)?)?\s?"
    r"(?:(?P<hours>\d{1,5}(?:[.,]\d{1,3})?)\s?h(?:ours?|rs?)?)?\s?"
    r"(?:(?P<minutes>\d{1,7}+)\s?(?:m(?:inutes?|ins?)?)?)?\s?"
    r"(?:(?P<seconds>\d{1,7})\s?s(?:econds?|ecs?)?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SuggestedDuration:
    """A duration that follows from the timeline.

    Attributes:
        minutes: The duration in whole minutes.
        counted_from: The milestones between which it is counted, such as
            `service recovered − first alert fired`.
    """

    minutes: int
    counted_from: str


def suggested_duration(incident: Incident) -> SuggestedDuration | None:
    """Return the duration of the impact, from its milestones.

    None where the timeline lacks its beginning or its end, or has them in the wrong order.
    """
    milestones = incident.milestones
    start_kind = next((kind for kind in _STARTS if kind in milestones), None)
    end_kind = next((kind for kind in _ENDS if kind in milestones), None)
    if start_kind is None or end_kind is None:
        return None
    length = milestones[end_kind] - milestones[start_kind]
    if length < timedelta():
        return None
    minutes = int(_round_to_minutes(Decimal(length.total_seconds())))
    names = f"{EVENT_LABELS[end_kind].name} − {EVENT_LABELS[start_kind].name}"
    return SuggestedDuration(minutes, names)


def format_money(amount: Decimal | None, currency: str | None) -> str:
    """Return `35,000.00 USD`; an empty text where no amount is known."""
    return "" if amount is None else f"{amount:,f} {currency or ''}".strip()


def format_number(number: float) -> str:
    """Return a number with all its digits and without an exponent: `18.5`, `20`, `0.00001`."""
    return format(Decimal(repr(number)), "f").removesuffix(".0")


def parse_users(typed: str) -> int | None:
    """Return how many users were affected; None for an empty text.

    Understands 12000, 12,000, 12k and ~1.2m users.

    Raises:
        ValueError: The text is no whole number. The message says what was expected.
    """
    if not typed.strip():
        return None
    match = _USERS.fullmatch(typed.strip())
    number = None if match is None else _read_number(match, is_whole=True)
    if number is None or number != int(number) or number > LARGEST:
        raise ValueError(EXPECTED_USERS)
    return int(number)


def parse_money(typed: str, currency: str | None = None) -> tuple[Decimal, str] | None:
    """Return an amount and the three letters of its currency; None for an empty text.

    Understands $35k, 35000 EUR and €1.2m.

    Args:
        typed: What was typed.
        currency: The currency of an amount that is typed without one.

    Raises:
        ValueError: The text is no amount, or its currency is not known. The message says what was
            expected.
    """
    if not typed.strip():
        return None
    match = _MONEY.fullmatch(typed.strip())
    if match is None or (match["before"] and match["after"]):
        raise ValueError(EXPECTED_MONEY)
    number = _read_number(match, is_whole=False)
    if number is None or number > LARGEST_AMOUNT or len(format(number, "f")) > MAX_TYPED_CHARACTERS:
        raise ValueError(EXPECTED_MONEY)
    sign = (match["before"] or match["after"] or "").upper()
    code = CURRENCY_SIGNS.get(sign, sign) or currency
    if not code:
        raise ValueError(f"in which currency? Write {typed.strip()} EUR, or $ before it")
    return number, code


def parse_percent(typed: str) -> float | None:
    """Return a percentage such as 18.5, 18,5 or 18.5%; None for an empty text.

    Raises:
        ValueError: The text is no percentage. The message says what was expected.
    """
    if not typed.strip():
        return None
    match = _PERCENT.fullmatch(typed.strip())
    digits = "" if match is None else match["digits"].replace(",", ".")
    if not re.fullmatch(r"\d{1,6}(?:\.\d{1,6})?", digits):
        raise ValueError(EXPECTED_PERCENT)
    return float(digits)


def parse_duration(typed: str) -> int | None:
    """Return a duration in whole minutes; None for an empty text.

    Understands 47 (minutes), 1h 5m, 1.5h, 2 days and 1:05. Seconds are rounded.

    Raises:
        ValueError: The text is no duration. The message says what was expected.
    """
    text = typed.strip()
    if not text:
        return None
    match = _CLOCK.fullmatch(text) or _UNITS.fullmatch(text)
    if match is None:
        raise ValueError(EXPECTED_DURATION)
    units = match.groupdict(default="0")
    minutes = whole_minutes({unit: number.replace(",", ".") for unit, number in units.items()})
    if minutes is None:
        raise ValueError(EXPECTED_DURATION)
    return minutes


def whole_minutes(units: Mapping[str, str]) -> int | None:
    """Return a duration in whole minutes.

    Args:
        units: How many `days`, `hours`, `minutes` and `seconds` it has, as decimal numbers.

    Returns:
        The minutes, a half rounded up; None where they are more than the database can hold.
    """
    seconds = sum((Decimal(number) * _SECONDS[unit] for unit, number in units.items()), Decimal(0))
    minutes = _round_to_minutes(seconds)
    return int(minutes) if minutes <= LARGEST else None


def _read_number(match: re.Match[str], *, is_whole: bool) -> Decimal | None:
    """Return the number of a match of `_NUMBER`, with its thousands and its suffix.

    Args:
        match: The match; its groups are `digits` and `power`.
        is_whole: Whether only a whole number is expected, so that the `.` of `12.000` separates
            thousands.

    Returns:
        The number; None where its separators make no sense, or it is too long.

    Raises:
        ValueError: The number can be read in two ways.
    """
    digits = match["digits"].strip()
    power = _POWERS.get((match["power"] or "").lower(), 0)
    unspaced = re.sub(r"(?<=\d)[\s'’_](?=\d{3}(?!\d))", "", digits)
    last = max(unspaced.rfind(","), unspaced.rfind("."))
    mark = unspaced[last] if last >= 0 else ""
    is_single = unspaced.count(mark) == 1 if mark else False
    other_mark = "," if mark == "." else "."
    before_three = len(unspaced) - last - 1 == 3
    is_decimal = is_single and (
        other_mark in unspaced or not before_three or (mark == "." and power > 0)
    )
    if mark == "." and is_single and before_three and not is_decimal and not is_whole:
        raise ValueError(f"{digits} can be two numbers: write it without the dot")
    whole, fraction = (unspaced[:last], unspaced[last + 1 :]) if is_decimal else (unspaced, "")
    if not re.fullmatch(r"\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+", whole):
        return None
    if is_decimal and (not fraction.isdecimal() or mark in whole):
        return None
    plain = re.sub(r"[.,]", "", whole) + (f".{fraction}" if fraction else "")
    if len(plain) > MAX_TYPED_CHARACTERS or not plain.isascii():
        return None
    number = Decimal(plain)
    return Decimal(format(number.scaleb(power).normalize(), "f")) if power else number


def _round_to_minutes(seconds: Decimal) -> Decimal:
    """Return seconds as whole minutes, a half rounded up."""
    return (seconds / 60).to_integral_value(ROUND_HALF_UP)
