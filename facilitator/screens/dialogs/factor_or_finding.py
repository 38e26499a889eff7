"""Editing and deleting a factor or a finding, for the screens of the meeting and of prep."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from db.records import Factor, Finding
from db.vocabulary import FactorKind, FindingKind
from facilitator.domain.labels import FACTOR_LABELS
from facilitator.screens.document import DocumentScreen
from facilitator.screens.optimistic_edit import OptimisticEdit
from facilitator.widgets.form import Field, Form, draft_key


def names_to_avoid(screen: DocumentScreen, kind: FactorKind | FindingKind) -> list[str] | None:
    """Return the people whose names a line of this kind should do without.

    What went well may thank anybody, so for that the result is None.
    """
    return None if kind is FindingKind.WENT_WELL else [*screen.owners, *screen.people]


def title_of_new(kind: FactorKind | FindingKind) -> str:
    """Return the title of the form that adds a line of this kind."""
    if isinstance(kind, FactorKind):
        return f"Factor: {FACTOR_LABELS[kind].name}"
    return "What went well" if kind is FindingKind.WENT_WELL else "What went wrong"


def compare_while_typed(
    screen: DocumentScreen, kind: FactorKind | FindingKind
) -> Callable[[Mapping[str, str]], None] | None:
    """Return what looks for similar incidents while a factor is typed; None for other lines."""
    if not isinstance(kind, FactorKind):
        return None
    return lambda values: screen.compare(screen.compared_root_cause, values["text"])


async def ask_edited_line(screen: DocumentScreen, line: Factor | Finding) -> None:
    """Ask for other words for a line, and save them."""
    findings, edit = screen.store.findings, OptimisticEdit(screen, line)

    async def save(values: Mapping[str, str]) -> bool:
        store = findings.edit_factor if isinstance(line, Factor) else findings.edit_finding
        await edit.save(lambda current: store(current.id, values["text"], current.text))
        await screen.reread()
        return True

    field = Field("text", "What", line.text, names_to_avoid=names_to_avoid(screen, line.kind))
    if_gone = draft_key(title_of_new(line.kind), screen.document.id)
    form = Form(
        "Change the words",
        [field],
        save,
        about=line.id,
        draft_key_if_gone=if_gone,
        typed=compare_while_typed(screen, line.kind),
    )
    if await screen.ask(form) is None:
        screen.compare(screen.compared_root_cause, pause=False)


async def delete_line(screen: DocumentScreen, line: Factor | Finding) -> None:
    """Delete a line; undo brings it back."""
    findings = screen.store.findings
    delete = findings.delete_factor if isinstance(line, Factor) else findings.delete_finding
    await screen.save(delete(line.id))
    await screen.reread()
