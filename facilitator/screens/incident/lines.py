"""The short lines of a post-mortem, changed and taken away; the meeting and prep do it alike."""

from __future__ import annotations

from collections.abc import Mapping

from db.records import Factor, FactorKind, Finding, FindingKind
from facilitator.screens.document import DocumentScreen
from facilitator.widgets.form import Field, Form


def unnamed(host: DocumentScreen, kind: FactorKind | FindingKind) -> list[str] | None:
    """Whose names a line of this kind should do without; what went well may thank anybody."""
    return None if kind is FindingKind.WENT_WELL else [*host.owners, *host.people]


def edit_line(host: DocumentScreen, each: Factor | Finding) -> None:
    """Ask for other words for a line."""
    findings = host.store.findings

    async def submit(values: Mapping[str, str]) -> None:
        edit = findings.edit_factor if isinstance(each, Factor) else findings.edit_finding
        await host.saving(edit(each.id, values["text"], each.text))
        await host.reread()

    field = Field("text", "What", each.text, unnamed=unnamed(host, each.kind))
    host.app.push_screen(Form("Other words", [field], submit, about=each.id))


async def delete_line(host: DocumentScreen, each: Factor | Finding) -> None:
    """Take a line away; undo brings it back."""
    findings = host.store.findings
    delete = findings.delete_factor if isinstance(each, Factor) else findings.delete_finding
    await host.save(delete(each.id))
    await host.reread()
