"""The impact: worked out from the timeline where its stamps are there, else as people type it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from db.records import Incident
from db.words import LARGEST, LARGEST_AMOUNT, EventKind

USERS = "expected a number of users, such as 12000, 12k or ~1.2m"
MONEY = "expected an amount with its currency, such as $35k, 35000 EUR or €1.2m"
PERCENT = "expected a percentage, such as 18.5 or 18.5%"
DURATION = "expected minutes or a time, such as 47, 1h 5m or 1:05"
TYPED = 40
"""How many characters an amount can take."""

_ENDS = ((EventKind.RECOVERED, "recovered"), (EventKind.ALL_CLEAR, "all-clear"))
_STARTS = ((EventKind.IMPACT_BEGAN, "impact began"), (EventKind.FIRST_ALERT, "first alert"))
_TIMES = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "mio": 6, "million": 6, "bn": 9, "billion": 9}
_ABOUT = r"(?:~|≈|about |around |ca\.? ?)?\s*"
_NUMBER = rf"(?P<digits>\d[\d.,'’_\s]*)\s?(?P<times>{'|'.join(sorted(_TIMES, key=len)[::-1])})?"
SIGNS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "A$": "AUD",
         "C$": "CAD"}  # fmt: skip
"""The three letters of the currency that a sign stands for."""
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
class Suggested:
    """A duration in whole minutes, and what it is counted from: `recovered − first alert`."""

    minutes: int
    counted: str


def suggested_duration(incident: Incident) -> Suggested | None:
    """How long it lasted, as far as the timeline has both ends, in their order."""
    ends = ((incident.stamp(kind), name) for kind, name in _ENDS)
    starts = ((incident.stamp(kind), name) for kind, name in _STARTS)
    end, end_name = next((each for each in ends if each[0] is not None), (None, ""))
    start, start_name = next((each for each in starts if each[0] is not None), (None, ""))
    if start is None or end is None or end < start:
        return None
    minutes = int(_rounded(Decimal((end - start).total_seconds())))
    return Suggested(minutes, f"{end_name} − {start_name}")


def money(amount: Decimal | None, currency: str | None) -> str:
    """`35,000.00 USD`; empty where no amount is known."""
    return "" if amount is None else f"{amount:,f} {currency or ''}".strip()


def digits(number: float) -> str:
    """All its digits and no exponent: `18.5`, `20`, `0.00001`."""
    return format(Decimal(repr(number)), "f").removesuffix(".0")


def parse_users(typed: str) -> int | None:
    """How many users were affected; None where nothing is typed.

    Raises:
        ValueError: it is no whole number, in words.
    """
    if not typed.strip():
        return None
    found = _USERS.fullmatch(typed.strip())
    number = None if found is None else _number(found, whole=True)
    if number is None or number != int(number) or number > LARGEST:
        raise ValueError(USERS)
    return int(number)


def parse_money(typed: str, currency: str | None = None) -> tuple[Decimal, str] | None:
    """An amount and its currency's three letters; None where nothing is typed.

    currency: of an amount that is typed without one.

    Raises:
        ValueError: it is no amount, or its currency is not known, in words.
    """
    if not typed.strip():
        return None
    found = _MONEY.fullmatch(typed.strip())
    if found is None or (found["before"] and found["after"]):
        raise ValueError(MONEY)
    number = _number(found, whole=False)
    if number is None or number > LARGEST_AMOUNT or len(format(number, "f")) > TYPED:
        raise ValueError(MONEY)
    sign = (found["before"] or found["after"] or "").upper()
    code = SIGNS.get(sign, sign) or currency
    if not code:
        raise ValueError(f"in which currency? Write {typed.strip()} EUR, or $ before it")
    return number, code


def parse_percent(typed: str) -> float | None:
    """How much of the budget, in percent; None where nothing is typed.

    Raises:
        ValueError: it is no percentage, in words.
    """
    if not typed.strip():
        return None
    found = _PERCENT.fullmatch(typed.strip())
    typed = "" if found is None else found["digits"].replace(",", ".")
    if not re.fullmatch(r"\d{1,6}(?:\.\d{1,6})?", typed):
        raise ValueError(PERCENT)
    return float(typed)


def parse_duration(typed: str) -> int | None:
    """How long it lasted, in whole minutes; a number alone is minutes. None for nothing.

    Raises:
        ValueError: it is no duration, in words.
    """
    text = typed.strip()
    if not text:
        return None
    found = _CLOCK.fullmatch(text) or _UNITS.fullmatch(text)
    if found is None:
        raise ValueError(DURATION)
    told = found.groupdict(default="0")
    minutes = whole_minutes({unit: number.replace(",", ".") for unit, number in told.items()})
    if minutes is None:
        raise ValueError(DURATION)
    return minutes


def whole_minutes(told: Mapping[str, str]) -> int | None:
    """So many `days`, `hours`, `minutes` and `seconds` in minutes; None of more than is kept."""
    seconds = sum((Decimal(number) * _SECONDS[unit] for unit, number in told.items()), Decimal(0))
    minutes = _rounded(seconds)
    return int(minutes) if minutes <= LARGEST else None


def _number(found: re.Match[str], *, whole: bool) -> Decimal | None:
    """The number with its thousands and its suffix; None where its marks make no sense.

    whole: whether a single `.` before three digits divides thousands.

    Raises:
        ValueError: it can be read in two ways.
    """
    digits = found["digits"].strip()
    times = _TIMES.get((found["times"] or "").lower(), 0)
    spaced = re.sub(r"(?<=\d)[\s'’_](?=\d{3}(?!\d))", "", digits)
    last = max(spaced.rfind(","), spaced.rfind("."))
    mark = spaced[last] if last >= 0 else ""
    single = spaced.count(mark) == 1 if mark else False
    other = "," if mark == "." else "."
    threes = len(spaced) - last - 1 == 3
    decimal = bool(mark) and single and (other in spaced or not threes or (mark == "." and times))
    if mark == "." and single and threes and not decimal and not whole:
        raise ValueError(f"{digits} can be two numbers: write it without the dot")
    head, tail = (spaced[:last], spaced[last + 1 :]) if decimal else (spaced, "")
    if not re.fullmatch(r"\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+", head):
        return None
    if decimal and (not tail.isdecimal() or mark in head):
        return None
    plain = re.sub(r"[.,]", "", head) + (f".{tail}" if tail else "")
    if len(plain) > TYPED or not plain.isascii():
        return None
    number = Decimal(plain)
    return Decimal(format(number.scaleb(times).normalize(), "f")) if times else number


def _rounded(seconds: Decimal) -> Decimal:
    """In whole minutes, a half being one more."""
    return (seconds / 60).to_integral_value(ROUND_HALF_UP)
