"""The short lines of a post-mortem, changed and taken away; the meeting and prep do it alike."""

from __future__ import annotations

from collections.abc import Mapping

from db.records import Factor, Finding
from db.words import FactorKind, FindingKind
from facilitator.domain.patterns import FACTOR_NAMES
from facilitator.screens.document import DocumentScreen
from facilitator.screens.seen import Seen
from facilitator.widgets.form import Field, Form, draft_key


def unnamed(host: DocumentScreen, kind: FactorKind | FindingKind) -> list[str] | None:
    """Whose names a line of this kind should do without; what went well may thank anybody."""
    return None if kind is FindingKind.WENT_WELL else [*host.owners, *host.people]


def title_of_new(kind: FactorKind | FindingKind) -> str:
    """Of the form that adds a line of this kind."""
    if isinstance(kind, FactorKind):
        return f"Factor: {FACTOR_NAMES[kind]}"
    return "What went well" if kind is FindingKind.WENT_WELL else "What went wrong"


def edit_line(host: DocumentScreen, each: Factor | Finding) -> None:
    """Ask for other words for a line."""
    findings, seen = host.store.findings, Seen(host, each)

    async def submit(values: Mapping[str, str]) -> None:
        edit = findings.edit_factor if isinstance(each, Factor) else findings.edit_finding
        await seen.saving(lambda now: edit(now.id, values["text"], now.text))
        await host.reread()

    field = Field("text", "What", each.text, unnamed=unnamed(host, each.kind))
    if_gone = draft_key(title_of_new(each.kind), host.document.id)
    host.app.push_screen(Form("Other words", [field], submit, about=each.id, if_gone=if_gone))


async def delete_line(host: DocumentScreen, each: Factor | Finding) -> None:
    """Take a line away; undo brings it back."""
    findings = host.store.findings
    delete = findings.delete_factor if isinstance(each, Factor) else findings.delete_finding
    await host.save(delete(each.id))
    await host.reread()
