"""The frozen records that the rest of the program gets to see in place of database rows.

They are plain dataclasses, and importing them does not load SQLModel. Times are aware datetimes in
UTC, amounts of money are `Decimal`, and ids are UUIDs made by the program that wrote the row.
"""

from db.records.action_items import (
    ActionItem,
    CarriedItem,
    Check,
    DueCheck,
    ItemChange,
    MeetingOutcome,
    Review,
)
from db.records.catalogue import Cause, FoundTerm, ListedCause, Note, Parked, Theme
from db.records.history import Change, HistoryEntry, ListedChange, NextStep, Reverted
from db.records.incidents import (
    Factor,
    Finding,
    Impact,
    Incident,
    IncidentContents,
    NewEvent,
    Section,
    TimelineEvent,
    first_milestones,
)
from db.records.meetings import Attendee, ClockEvent, Instant, Meeting
from db.records.summaries import (
    ComparisonRecord,
    Facets,
    IncidentFilter,
    IncidentOutline,
    IncidentSummary,
    MeasuredOutline,
    Occurrence,
)
from db.records.tickets import OutboxStep, Ticket

__all__ = [
    "ActionItem",
    "Attendee",
    "CarriedItem",
    "Cause",
    "Change",
    "Check",
    "ClockEvent",
    "ComparisonRecord",
    "DueCheck",
    "Facets",
    "Factor",
    "Finding",
    "FoundTerm",
    "HistoryEntry",
    "Impact",
    "Incident",
    "IncidentContents",
    "IncidentFilter",
    "IncidentOutline",
    "IncidentSummary",
    "Instant",
    "ItemChange",
    "ListedCause",
    "ListedChange",
    "MeasuredOutline",
    "Meeting",
    "MeetingOutcome",
    "NewEvent",
    "NextStep",
    "Note",
    "Occurrence",
    "OutboxStep",
    "Parked",
    "Reverted",
    "Review",
    "Section",
    "Theme",
    "Ticket",
    "TimelineEvent",
    "first_milestones",
]
