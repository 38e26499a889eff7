"""What recurs, drawn into rows."""

import re

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from facilitator.domain.patterns import Recurring
from facilitator.domain.themes.comparison import Counts
from facilitator.screens.meeting.recurring_lines import Recurrences, recurring_lines


def entry(name: str, count: int, recent: int = 0, before: int = 0) -> Recurring:
    """An entry that so many of 20 recent incidents have, and so many of the 20 before."""
    counts = Counts(recent, 20, before, 20)
    return Recurring(name, count, tuple(range(40 + count, 40, -1)), counts)


CAUSES = [entry("retry storm", 5), entry("missing index", 2)]
SERVICES = [entry("checkout", 4), entry("payments", 3)]
FACTORS = [entry("made it possible", 33, recent=4, before=12), entry("slowed detection", 18)]
FOUND = Recurrences(CAUSES, SERVICES, FACTORS)


def drawn(found: Recurrences, width: int, height: int) -> list[str]:
    return [line.plain.rstrip() for line in recurring_lines(found, width, height)]


def test_each_cause_has_blocks_a_count_and_its_newest_incidents() -> None:
    title, first, second, *_ = drawn(FOUND, 57, 20)
    assert re.fullmatch(r"Causes that came back +all time", title)
    assert re.fullmatch(r" retry storm +■■■■■ 5×  #45 #44 #43 \+2", first)
    assert re.fullmatch(r" missing index +■■··· 2×  +#42 #41", second)
    assert cell_len(first) == cell_len(second) == 57


def test_services_stand_beside_the_kinds_of_factors_and_above_them_where_it_is_narrow() -> None:
    wide, narrow = drawn(FOUND, 57, 20), drawn(FOUND, 38, 20)
    assert any("Services" in line and "What made it worse" in line for line in wide)
    assert narrow.index("Services") < narrow.index("What made it worse")


def test_an_arrow_is_explained_and_stands_only_where_there_is_a_direction() -> None:
    lines = drawn(FOUND, 57, 20)
    assert sum("▼" in line for line in lines) == 2
    assert lines[-1] == " ▲ clearly more, ▼ fewer than in the 6 months before (5+)"
    assert not any("▼" in line for line in drawn(Recurrences(CAUSES, SERVICES), 57, 20))


def test_what_there_is_no_room_for_is_counted() -> None:
    many = [entry(f"cause {number:02}", 2) for number in range(20)]
    lines = drawn(Recurrences(many, SERVICES, FACTORS), 57, 14)
    assert " and 12 more" in lines
    assert any("Services" in line for line in lines)
    assert drawn(Recurrences(many), 38, 5)[-1] == " and 17 more"


def test_a_name_that_is_too_long_leaves_the_count_in_its_place() -> None:
    wide = Recurrences([entry("設定変更" * 20, 3), entry("שלום 👩‍🚀 " * 20, 2)])
    _, first, second, *_ = drawn(wide, 57, 10)
    assert cell_len(first) == cell_len(second) == 57
    assert re.search(r"… +■■■·· 3×  #43 #42 #41$", first)


@given(st.integers(1, 30), st.integers(0, 12), st.integers(20, 120), st.integers(1, 40))
def test_the_rows_keep_within_their_cells_and_lines(
    causes: int, services: int, width: int, height: int
) -> None:
    found = Recurrences(
        [entry(f"cause {number}", 2) for number in range(causes)],
        [entry(f"service {number}", 2) for number in range(services)],
        FACTORS,
    )
    lines = drawn(found, width, height)
    assert len(lines) <= height
    assert max(map(cell_len, lines)) <= width
