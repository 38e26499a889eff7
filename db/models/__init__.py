"""The tables, with the constraints by which the database itself enforces the rules.

Rows never leave this package: the sections of the store convert them to `db.records`.
"""

from db.models.action_items import ActionRow, CheckRow, ReviewRow
from db.models.catalogue import (
    CauseRow,
    FoundTermRow,
    NoteRow,
    ParkedRow,
    ThemeIncidentRow,
    ThemeRow,
)
from db.models.history import ChangeRow
from db.models.incidents import (
    DuplicateRow,
    FactorRow,
    FindingRow,
    ImpactRow,
    IncidentIndexRow,
    IncidentRow,
    SectionRow,
    TimelineRow,
)
from db.models.meetings import AttendeeRow, ClockRow, MeetingRow
from db.models.row import METADATA, Row
from db.models.tickets import TicketRow, TicketStepRow, TrackerPersonRow

__all__ = [
    "METADATA",
    "ActionRow",
    "AttendeeRow",
    "CauseRow",
    "ChangeRow",
    "CheckRow",
    "ClockRow",
    "DuplicateRow",
    "FactorRow",
    "FindingRow",
    "FoundTermRow",
    "ImpactRow",
    "IncidentIndexRow",
    "IncidentRow",
    "MeetingRow",
    "NoteRow",
    "ParkedRow",
    "ReviewRow",
    "Row",
    "SectionRow",
    "ThemeIncidentRow",
    "ThemeRow",
    "TicketRow",
    "TicketStepRow",
    "TimelineRow",
    "TrackerPersonRow",
]
