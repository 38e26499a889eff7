"""The impact: the duration that the timeline suggests, and typed values."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import LARGEST
from facilitator.domain.impact import (
    SuggestedDuration,
    format_money,
    format_number,
    parse_duration,
    parse_money,
    parse_percent,
    parse_users,
    suggested_duration,
)
from tests.support import incident

ALL = {"impact_began": "08:57", "first_alert": "09:02", "recovered": "10:01", "all_clear": "10:20"}


@pytest.mark.parametrize(
    ("without", "expected"),
    [
        ((), SuggestedDuration(64, "service recovered − impact began")),
        (("impact_began",), SuggestedDuration(59, "service recovered − first alert fired")),
        (("recovered",), SuggestedDuration(83, "all-clear declared − impact began")),
        (("recovered", "all_clear"), None),
        (("impact_began", "first_alert"), None),
    ],
)
def test_the_duration_is_counted_between_the_best_milestones_there_are(
    without: tuple[str, ...], expected: SuggestedDuration | None
) -> None:
    stamps = {kind: when for kind, when in ALL.items() if kind not in without}
    assert suggested_duration(incident(stamps=stamps)) == expected


def test_the_begin_of_the_impact_counts_and_no_duration_is_negative() -> None:
    stamps = {"first_alert": "09:02", "recovered": "10:01"}
    assert suggested_duration(incident(stamps=stamps, began="09:00:29")) == SuggestedDuration(
        61, "service recovered − impact began"
    )
    assert suggested_duration(incident(stamps=stamps, began="10:02")) is None


@pytest.mark.parametrize(
    ("typed", "users"),
    [
        ("12000", 12_000), ("12k", 12_000), ("12K", 12_000), ("12,000", 12_000),
        ("1.2m", 1_200_000),
        ("~12 000", 12_000), ("12.000", 12_000), ("12'000", 12_000), ("1,250k", 1_250_000),
        ("1.25k users", 1_250), ("about 300 people", 300), ("0", 0), (" 7 ", 7), ("", None),
        ("1,234,567", 1_234_567), ("2 million", 2_000_000), ("1,5m", 1_500_000),
    ],
)  # fmt: skip
def test_a_number_of_users_is_read_in_each_form(typed: str, users: int | None) -> None:
    assert parse_users(typed) == users


@pytest.mark.parametrize(
    ("typed", "amount", "currency"),
    [
        ("$35k", "35000", "USD"), ("35 000 EUR", "35000", "EUR"), ("€1.2m", "1200000", "EUR"),
        ("35000.00 usd", "35000.00", "USD"), ("CHF 35'000.50", "35000.50", "CHF"),
        ("35.000,50 €", "35000.50", "EUR"), ("£35,000", "35000", "GBP"),
        ("12,5 EUR", "12.5", "EUR"),
        ("0 EUR", "0", "EUR"), ("US$ 1,234,567.89", "1234567.89", "USD"), ("35k€", "35000", "EUR"),
        ("1.234.567 EUR", "1234567", "EUR"), ("1.5bn EUR", "1500000000", "EUR"),
        ("2 billion USD", "2000000000", "USD"), ("3 thousand GBP", "3000", "GBP"),
        ("4 mio CHF", "4000000", "CHF"), ("5mn EUR", "5000000", "EUR"),
    ],
)  # fmt: skip
def test_an_amount_is_read_in_each_form(typed: str, amount: str, currency: str) -> None:
    found = parse_money(typed)
    assert found is not None
    assert (format(found[0], "f"), found[1]) == (amount, currency)


def test_an_amount_without_a_currency_takes_the_given_one() -> None:
    assert parse_money("35k", "GBP") == (Decimal(35_000), "GBP")
    assert parse_money(" ") is None
    with pytest.raises(ValueError, match="in which currency"):
        parse_money("35k")
    with pytest.raises(ValueError, match=r"35\.000 can be two numbers"):
        parse_money("35.000 EUR")


@pytest.mark.parametrize(
    ("typed", "percent"), [("18.5%", 18.5), ("18,5", 18.5), ("120 %", 120), ("0", 0), ("", None)]
)
def test_a_percentage_is_read_in_each_form(typed: str, percent: float | None) -> None:
    assert parse_percent(typed) == percent


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("47", 47), ("47m", 47), ("47 min", 47), ("1h 5m", 65), ("1h05", 65), ("1:05", 65),
        ("1h", 60), ("1.5h", 90), ("2 days", 2880), ("1d 2h", 1560), ("90s", 2), ("89s", 1),
        ("1 hour 5 minutes", 65), ("0", 0), ("", None),
    ],
)  # fmt: skip
def test_a_duration_is_read_in_each_form(typed: str, minutes: int | None) -> None:
    assert parse_duration(typed) == minutes


@pytest.mark.parametrize(
    ("parse", "typed"),
    [
        *((parse_users, typed) for typed in ("many", "1.25", "１２", "-3", "1.2345k", "9" * 12,
                                             "1,2,3", "12 00", "k")),
        *((parse_money, typed) for typed in ("much", "$1 EUR", "-5 EUR", "5 euros", "1,2,3 EUR",
                                             "9" * 30 + " EUR", "EUR")),
        *((parse_percent, typed) for typed in ("half", "-1", "1.2.3", "%", "1,000,000")),
        *((parse_duration, typed) for typed in ("long", "1:75", "-5", "m", "h", "9999999h")),
    ],
)  # fmt: skip
def test_a_text_that_is_no_value_is_refused_with_what_is_expected(
    parse: Callable[[str], object], typed: str
) -> None:
    with pytest.raises(ValueError, match="expected"):
        parse(typed)


@given(st.integers(0, LARGEST), st.sampled_from([",", " ", "'", "_", "\N{NO-BREAK SPACE}", ""]))
def test_whole_numbers_come_back_with_any_mark_between_thousands(number: int, mark: str) -> None:
    typed = f"{number:,}".replace(",", mark)
    assert parse_users(typed) == number
    assert parse_money(f"{typed}.25 EUR") == (Decimal(f"{number}.25"), "EUR")


@given(st.text() | st.text(alphabet="0123456789.,kmh:d %$€~ EUR'", max_size=20))
def test_anything_typed_is_a_value_or_refused(typed: str) -> None:
    for parse in (parse_users, parse_money, parse_percent, parse_duration):
        try:
            found = parse(typed)
        except ValueError:
            continue
        number = found[0] if isinstance(found, tuple) else found
        assert number is None or number >= 0


@given(st.decimals(0, 10**12, places=2), st.sampled_from(["USD", "EUR"]), st.integers(0, 10**8))
def test_a_shown_value_is_read_back(amount: Decimal, currency: str, millionths: int) -> None:
    assert parse_money(format_money(amount, currency)) == (amount, currency)
    percent = millionths / 10**6
    assert parse_percent(f"{format_number(percent)} %") == percent
