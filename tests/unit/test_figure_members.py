"""What is behind each figure adds up to the figure, and its course ends with it."""

from datetime import UTC, date, timedelta

import pytest

from facilitator.domain.courses import compute_courses
from facilitator.domain.figure_definitions import DEFINITIONS
from facilitator.domain.figure_members import CountedRecords, Member, count_records, members_of
from facilitator.domain.figure_types import GROUPS, TIME_TO, Share
from facilitator.domain.periods import course_of, months_ending, quarter_of
from facilitator.domain.verdicts import count_verdicts
from facilitator.sample import team

TODAY = date(2026, 11, 24)
PERIODS = [
    months_ending(TODAY, 6),
    months_ending(TODAY - timedelta(days=150), 12),
    quarter_of(TODAY - timedelta(days=200), TODAY),
]


def counted(period_index: int) -> CountedRecords:
    known = team(TODAY)
    met = {one.number: one.began_at + timedelta(days=4) for one in known if one.number % 3}
    return count_records(known, PERIODS[period_index], UTC, met)


def share_of_members(members: list[Member]) -> Share:
    return Share(sum(bool(member.counts) for member in members), len(members))


@pytest.mark.parametrize("index", range(len(PERIODS)))
def test_the_members_of_each_share_add_up_to_it(index: int) -> None:
    records = counted(index)
    figures = records.figures
    shares = {
        "repeat_incident_rate": figures.repeat,
        "completion": figures.completion,
        "on_time": figures.on_time,
        "reviewed_in_time": figures.reviewed_in_time,
        "checks": figures.checks,
        "coverage": figures.coverage,
    }
    for key, share in shares.items():
        assert share_of_members(members_of(key, records)) == Share(share.n, share.of), key
    preventable = share_of_members(members_of("preventable", records))
    assert preventable == Share(figures.repeat.preventable, figures.repeat.n)
    assert len(members_of("prevention", records)) == figures.prevention.n


@pytest.mark.parametrize("index", range(len(PERIODS)))
def test_the_members_of_other_figures_are_as_many_as_it_counts(index: int) -> None:
    records = counted(index)
    figures = records.figures
    for name in TIME_TO:
        spread = figures.time_to[name]
        assert len(members_of(name, records)) == spread.n + spread.negative
    for name in GROUPS:
        members = members_of(f"by_{name}", records)
        assert len(members) == figures.incidents
    verdicts = members_of("verdicts", records)
    assert len(verdicts) == sum(count_verdicts(figures.repeats).values())
    ages = members_of("open_age", records)
    assert (len(ages), ages[0].amount) == (figures.open_actions, figures.ages.oldest)


def test_every_figure_has_members_and_a_definition_of_its_own() -> None:
    records = counted(0)
    sentences = {definition.sentence for definition in DEFINITIONS.values()}
    assert len(sentences) == len(DEFINITIONS)
    for key, definition in DEFINITIONS.items():
        assert isinstance(members_of(key, records), list)
        assert definition.key == key
        assert definition.source.endswith(".")


@pytest.mark.parametrize("index", range(len(PERIODS)))
def test_the_course_of_each_share_ends_with_the_figure(index: int) -> None:
    records = counted(index)
    windows = course_of(records.period, 12)
    courses = compute_courses(records.incidents, windows, UTC, records.first_meetings)
    last = {key: course[-1] for key, course in courses.items()}
    figures = records.figures
    assert {day for day, _ in last.values()} == {records.period.last}
    assert last["repeat_incident_rate"][1] == figures.repeat
    assert last["completion"][1] == figures.completion
    assert last["on_time"][1] == figures.on_time
    assert last["reviewed_in_time"][1] == figures.reviewed_in_time
    assert last["coverage"][1] == figures.coverage
    assert last["prevention"][1] == figures.prevention
    assert last["checks"][1] == figures.checks
