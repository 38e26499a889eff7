"""Reading the impact of a post-mortem: its figures and its summary."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from db.records import Impact
from db.vocabulary import LARGEST, LARGEST_AMOUNT
from facilitator.documents.impact_labels import OtherImpactValue, colon_of_figure, figure_in
from facilitator.documents.markdown_escaping import plain
from facilitator.documents.read.import_notes import ImportNotes
from facilitator.documents.read.markdown_sections import MarkdownSection
from facilitator.documents.written_moments import read_moment
from facilitator.domain.impact import CURRENCY_SIGNS, whole_minutes
from facilitator.domain.impact_figures import FigureKind, ImpactFigure

_UNKNOWN = re.compile(
    r"|unknown( minutes)?|[xn]( minutes)?|[$€£]?x|x ?%|\?|-|–|—|n/?a|none known|tbd|…|\.\.\.",
    re.IGNORECASE,
)
_WHOLE_NUMBER = r"\d{1,3}(?:[,.'’ \u202f]\d{3})+|\d+"
_CLOCK = re.compile(r"(?P<hours>\d{1,3}):(?P<minutes>\d\d)(?: ?h(?:ours?)?)?")
_DURATION = re.compile(
    r"(?:(?P<days>\d+(?:\.\d+)?) ?(?:d|days?))?,? ?(?:and )?"
    r"(?:(?P<hours>\d+(?:\.\d+)?) ?(?:h|hrs?|hours?))?,? ?(?:and )?"
    r"(?:(?P<minutes>\d[\d,]*(?:\.\d+)?) ?(?:m|mins?|minutes?)?)?,? ?(?:and )?"
    r"(?:(?P<seconds>\d+) ?(?:s|secs?|seconds?))?",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(?P<before>[$€£¥]|[A-Z]{3}\b)?\s*(?P<amount>\d[\d,.'’\u202f ]*?)\s*(?P<suffix>[kKmM]\b)?\s*"
    r"(?P<after>[$€£¥]|[A-Z]{3}\b)?"
)
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?(?:[eE]-?\d+)?)\s?%?")


def read_impact(section: MarkdownSection, impact: Impact, import_notes: ImportNotes) -> Impact:
    """Return the impact with the figures and the summary of one more section.

    The figures are the lines with which the section begins; the rest is the summary. A line whose
    value is not understood stays in the summary, with a remark.

    Args:
        section: The section, with a heading such as *Impact*.
        impact: The impact as earlier sections state it.
        import_notes: Where remarks are collected.
    """
    lines = list(section.lines)
    not_understood: list[str] = []
    index = 0
    while index < len(lines) and (
        not lines[index].strip() or colon_of_figure(lines[index]) is not None
    ):
        if text := lines[index].strip():
            with_figure = _with_figure(impact, *figure_in(lines[index]))
            if with_figure is None:
                not_understood.append(text)
                line = section.first_line + index
                import_notes.remark_unplaced(
                    line, f"no figure could be read; it stays in the summary: {text}"
                )
            else:
                impact = with_figure
        index += 1
    summary = "\n\n".join(["\n".join(not_understood), "\n".join(lines[index:]).strip()]).strip()
    if not summary:
        return impact
    if impact.summary:
        return replace(impact, summary=f"{impact.summary}\n\n{section.title}\n{plain(summary)}")
    return replace(impact, summary=plain(summary))


def _with_figure(
    impact: Impact, figure: ImpactFigure | OtherImpactValue, text: str
) -> Impact | None:
    """Return the impact with one more value; None where the text is not understood."""
    if isinstance(figure, OtherImpactValue):
        return _with_other_value(impact, figure, text)
    if _UNKNOWN.fullmatch(text):
        return impact
    value = _PARSERS[figure.kind](text)
    if value is None:
        return None
    if figure.kind is FigureKind.MONEY:
        amount, currency = value
        return replace(impact, **{figure.field: amount}, currency=currency)
    return replace(impact, **{figure.field: value})


def _with_other_value(impact: Impact, value: OtherImpactValue, text: str) -> Impact | None:
    if value is OtherImpactValue.CURRENCY:
        return replace(impact, currency=text) if re.fullmatch("[A-Z]{3}", text) else None
    began_at = read_moment(text)
    return None if began_at is None else replace(impact, began_at=began_at)


def _minutes(text: str) -> int | None:
    match = _CLOCK.fullmatch(text) or _DURATION.fullmatch(text)
    if match is None or not any(match.groups()):
        return None
    units = match.groupdict(default="0")
    return whole_minutes({unit: number.replace(",", "") for unit, number in units.items()})


def _users(text: str) -> int | None:
    pattern = rf"({_WHOLE_NUMBER})(?: (?:users|customers|people))?"
    match = re.fullmatch(pattern, text, re.IGNORECASE)
    # A number that is longer than any column is not even converted.
    if match is None or len(match[1]) >= 20:
        return None
    users = int(re.sub(r"\D", "", match[1]))
    return users if users <= LARGEST else None


def _money(text: str) -> tuple[Decimal, str] | None:
    """Return an amount and its currency, which must stand before or after it."""
    match = _MONEY.fullmatch(text)
    if match is None or bool(match["before"]) == bool(match["after"]):
        return None
    sign = match["before"] or match["after"]
    amount = _amount(match["amount"])
    if amount is None:
        return None
    if match["suffix"]:
        amount *= {"k": 1_000, "m": 1_000_000}[match["suffix"].casefold()]
    return (amount, CURRENCY_SIGNS.get(sign, sign)) if amount <= LARGEST_AMOUNT else None


def _amount(digits: str) -> Decimal | None:
    """Return a number whose thousands and cents are separated in the English or German way."""
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


def _percent(text: str) -> float | None:
    match = _PERCENT.fullmatch(text)
    percent = float(match[1].replace(",", ".")) if match else LARGEST + 1
    return percent if percent <= LARGEST else None


_PARSERS: Mapping[FigureKind, Callable[[str], Any]] = {
    FigureKind.MINUTES: _minutes,
    FigureKind.USERS: _users,
    FigureKind.MONEY: _money,
    FigureKind.PERCENT: _percent,
}
