"""What the outage cost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from textual.widget import Widget

from db.records import Incident
from facilitator.domain.readiness import PrepSection
from facilitator.domain.timeline import parse_time
from facilitator.screens.document import DocumentScreen
from facilitator.screens.prep.fields import FieldsEditor, Value
from facilitator.widgets.live_text import LiveText


def _whole(typed: str, _: DocumentScreen) -> int | None:
    if not typed:
        return None
    try:
        return int(typed)
    except ValueError:
        raise ValueError("expected a whole number, such as 47") from None


def _money(typed: str, host: DocumentScreen) -> tuple[Decimal | None, str | None]:
    if not typed:
        return None, None
    amount, _, currency = typed.partition(" ")
    try:
        return Decimal(amount), currency.strip().upper() or None
    except InvalidOperation:
        raise ValueError("expected an amount, such as 35000 USD") from None


def _percent(typed: str, _: DocumentScreen) -> float | None:
    return float(typed.rstrip("%")) if typed else None


def _began(typed: str, host: DocumentScreen) -> datetime | None:
    return parse_time(typed, host.document.date) if typed else None


def _said_time(at: datetime | None, incident: Incident) -> str:
    if at is None:
        return ""
    clock = "%H:%M:%S" if at.second else "%H:%M"
    return at.strftime(clock if at.date() == incident.date else f"%Y-%m-%d {clock}")


def _said(value: object, _: Incident) -> str:
    return "" if value is None else str(value)


class ImpactEditor(FieldsEditor):
    """Six values, and a summary for what no number says."""

    section = PrepSection.IMPACT
    title = "Impact"
    short = "Impact"
    values = (
        Value("duration_minutes", "Duration", "47 min, 1h 05m",
              lambda each: each.impact.duration_minutes, _said, _whole),
        Value("users_affected", "Users affected", "12000, 12k; 0 is an answer",
              lambda each: each.impact.users_affected, _said, _whole),
        Value("revenue", "Revenue lost", "35000 USD, €2.5k",
              lambda each: (each.impact.revenue, each.impact.currency),
              lambda value, _: " ".join(str(each) for each in value if each is not None), _money),
        Value("slo_budget_percent", "SLO budget", "18.5 %",
              lambda each: each.impact.slo_budget_percent, _said, _percent),
        Value("began_at", "Impact began", "08:58 (UTC), where no event says it",
              lambda each: each.impact.began_at, _said_time, _began),
    )  # fmt: skip

    def compose_more(self) -> Iterable[Widget]:
        """The summary."""
        yield LiveText(self._save_summary, "In words: what people could not do", name="summary")

    def show(self) -> None:
        """The values and the summary as they were read."""
        super().show()
        self.query_one("#summary", LiveText).read(self.incident.impact.summary)

    async def store_value(self, name: str, base: Any, value: Any) -> None:
        """An amount goes with its currency."""
        if name == "revenue":
            store = self.host.store.incidents
            await self.host.saving(store.write_revenue(self.incident.id, base, value))
        else:
            await super().store_value(name, base, value)

    async def _save_summary(self, base: str, text: str) -> bool:
        return await self.host.write_field(self.incident.id, "summary", base, text)
