"""The words and glyphs of statuses, kinds, stages and priorities."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pytest

from db.vocabulary import (
    ActionStatus,
    EventKind,
    FactorKind,
    FindingKind,
    ParkedKind,
    Priority,
    Segment,
    Stage,
)
from facilitator.domain.labels import (
    EVENT_LABELS,
    FACTOR_LABELS,
    FINDING_LABELS,
    PARKED_LABELS,
    PRIORITY_LABELS,
    SEGMENT_LABELS,
    STAGE_LABELS,
    STATUS_LABELS,
    Label,
    choices,
    milestone_name,
)
from facilitator.domain.milestones import MILESTONES


@pytest.mark.parametrize(
    ("kinds", "labels"),
    [
        (ActionStatus, STATUS_LABELS),
        (EventKind, EVENT_LABELS),
        (FactorKind, FACTOR_LABELS),
        (FindingKind, FINDING_LABELS),
        (ParkedKind, PARKED_LABELS),
        (Priority, PRIORITY_LABELS),
        (Segment, SEGMENT_LABELS),
        (Stage, STAGE_LABELS),
    ],
    ids=lambda argument: getattr(argument, "__name__", ""),
)
def test_every_value_has_a_name_of_its_own(
    kinds: type[StrEnum], labels: Mapping[StrEnum, Any]
) -> None:
    assert set(labels) == set(kinds)
    assert len({label.name for label in labels.values()}) == len(labels)


def test_each_status_has_a_glyph_of_its_own() -> None:
    assert [label.glyph for label in STATUS_LABELS.values()] == ["○", "◐", "✓", "✗"]


def test_a_title_has_a_capital_first_letter_and_a_phrase_falls_back_on_the_name() -> None:
    label = Label("on-call acknowledged")
    assert (label.title, label.phrase) == ("On-call acknowledged", "on-call acknowledged")
    assert Label("idea", "an idea").phrase == "an idea"


def test_a_form_offers_the_phrases() -> None:
    assert choices(PARKED_LABELS) == {"idea": "an idea", "topic": "a topic", "action": "an action"}


def test_only_a_milestone_has_the_name_of_one() -> None:
    assert milestone_name(EventKind.OTHER) == ""
    assert milestone_name(EventKind.RECOVERED) == "service recovered"
    assert all(milestone_name(kind) for kind in MILESTONES)
