"""What the figures need of an incident: whole incidents have it, and so have their outlines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from db.records import ActionItem, Cause
from db.vocabulary import EventKind, IncidentKind, IncidentStatus, Severity, Trigger


class HasActionItems(Protocol):
    """An incident whose number and action items are known."""

    @property
    def number(self) -> int:
        """The number of the incident."""

    @property
    def action_items(self) -> tuple[ActionItem, ...]:
        """Its action items, by slot."""


class CountedIncident(HasActionItems, Protocol):
    """An incident that can be counted in the rates; near misses are left out of all of them."""

    @property
    def kind(self) -> IncidentKind:
        """Whether it was an incident or a near miss."""

    @property
    def cause(self) -> Cause | None:
        """Its cause in the catalogue, or None where it is not classified."""

    @property
    def began_at(self) -> datetime:
        """When it began: the impact, else the first alert, else midnight UTC of its date."""


class HasMilestones(Protocol):
    """An incident whose milestones are known."""

    @property
    def milestones(self) -> Mapping[EventKind, datetime]:
        """When each milestone was first reached; those that were not have no entry."""


class MeasuredIncident(CountedIncident, HasMilestones, Protocol):
    """An incident that can be counted in every figure."""

    @property
    def service(self) -> str:
        """The service that was down."""

    @property
    def title(self) -> str:
        """Its title, as the template defines it."""

    @property
    def date(self) -> date:
        """The day that it is listed under."""

    @property
    def severity(self) -> Severity | None:
        """How severe it was, or None where nobody has said."""

    @property
    def trigger(self) -> Trigger | None:
        """What set it off, or None where nobody has said."""

    @property
    def status(self) -> IncidentStatus:
        """Whether a meeting has reviewed it."""
