"""What the outage cost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from textual.widget import Widget

from db.records import Incident
from db.words import EventKind
from facilitator.domain.impact import (
    digits,
    money,
    parse_duration,
    parse_money,
    parse_percent,
    parse_users,
    suggested_duration,
)
from facilitator.domain.readiness import PrepSection
from facilitator.domain.timeline import parse_time
from facilitator.screens.document import DocumentScreen
from facilitator.screens.prep.fields import FieldsEditor, Value
from facilitator.widgets.live_text import LiveText

Money = tuple[Decimal | None, str | None]


def _duration(typed: str, _: DocumentScreen) -> int | None:
    return parse_duration(typed)


def _users(typed: str, _: DocumentScreen) -> int | None:
    return parse_users(typed)


def _money(typed: str, host: DocumentScreen) -> Money:
    return parse_money(typed, host.document.impact.currency or host.currency) or (None, None)


def _percent(typed: str, _: DocumentScreen) -> float | None:
    return parse_percent(typed)


def _began(typed: str, host: DocumentScreen) -> datetime | None:
    return parse_time(typed, host.document.date) if typed else None


def _said_time(at: datetime | None, incident: Incident) -> str:
    if at is None:
        return ""
    clock = "%H:%M:%S" if at.second else "%H:%M"
    return at.strftime(clock if at.date() == incident.date else f"%Y-%m-%d {clock}")


def _said_minutes(minutes: int | None, _: Incident) -> str:
    return "" if minutes is None else f"{minutes} min"


def _said_users(users: int | None, _: Incident) -> str:
    return "" if users is None else f"{users:,}"


def _said_money(lost: Money, _: Incident) -> str:
    return money(*lost)


def _said_percent(percent: float | None, _: Incident) -> str:
    return "" if percent is None else f"{digits(percent)} %"


class ImpactEditor(FieldsEditor):
    """Six values, and a summary for what no number says."""

    section = PrepSection.IMPACT
    title = "Impact"
    short = "Impact"
    values = (
        Value("duration_minutes", "Duration", "such as 47, 1h 5m or 1:05",
              lambda each: each.impact.duration_minutes, _said_minutes, _duration),
        Value("users_affected", "Users affected", "such as 12k; 0 is an answer",
              lambda each: each.impact.users_affected, _said_users, _users),
        Value("revenue", "Revenue lost", "such as 35000 USD or €2.5k",
              lambda each: (each.impact.revenue, each.impact.currency),
              _said_money, _money),
        Value("slo_budget_percent", "SLO budget", "such as 18.5 %",
              lambda each: each.impact.slo_budget_percent, _said_percent, _percent),
        Value("began_at", "Impact began", "such as 08:58 UTC",
              lambda each: each.impact.began_at, _said_time, _began),
    )  # fmt: skip

    def compose_more(self) -> Iterable[Widget]:
        """The summary."""
        yield LiveText(self._save_summary, "In words: what people could not do", name="summary")

    def show(self) -> None:
        """The values and the summary as they were read."""
        super().show()
        self._show_duration()
        at = self.incident.stamp(EventKind.IMPACT_BEGAN)
        untold = at is not None and self.incident.impact.began_at is None
        said = f"{_said_time(at, self.incident)} by the timeline" if untold else ""
        self.row_of("began_at").note(said)
        self.query_one("#summary", LiveText).read(self.incident.impact.summary)

    def _show_duration(self) -> None:
        """What the timeline says: offered where nothing is written, told where it differs."""
        suggested = suggested_duration(self.incident)
        line, row = self.line_of("duration_minutes"), self.row_of("duration_minutes")
        line.offer_this("" if suggested is None else f"{suggested.minutes} min", "by the timeline")
        stored = self.incident.impact.duration_minutes
        row.note(
            f"{suggested.minutes} min by the timeline ({suggested.counted}): empty it to take that"
            if suggested is not None and stored not in (None, suggested.minutes)
            else ""
        )

    async def store_value(self, name: str, base: Any, value: Any) -> None:
        """An amount goes with its currency."""
        if name == "revenue":
            store = self.host.store.incidents
            await self.host.saving(store.write_revenue(self.incident.id, base, value))
        else:
            await super().store_value(name, base, value)

    async def _save_summary(self, base: str, text: str) -> bool:
        return await self.host.write_field(self.incident.id, "summary", base, text)
