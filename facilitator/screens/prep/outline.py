"""The outline of a post-mortem and the checklist of what it should have, with the way to each."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from db.records import Incident
from facilitator.domain.readiness import Check, Progress, checklist, outline
from facilitator.screens.prep.editor import Editor
from facilitator.screens.prep.facts import FactsEditor
from facilitator.screens.prep.impact import ImpactEditor
from facilitator.screens.prep.lists import FactorsEditor, WentWellEditor, WentWrongEditor
from facilitator.screens.prep.meeting_parts import ActionsEditor, TimelineEditor
from facilitator.screens.prep.root_cause import RootCauseEditor
from facilitator.screens.prep.texts import LessonsEditor
from facilitator.screens.prep.themes import ThemesEditor

EDITORS: tuple[type[Editor], ...] = (
    FactsEditor,
    ImpactEditor,
    TimelineEditor,
    RootCauseEditor,
    FactorsEditor,
    WentWellEditor,
    WentWrongEditor,
    ActionsEditor,
    LessonsEditor,
    ThemesEditor,
)
"""In the template's order; the themes, which it has not, come last."""
SECTIONS = tuple(each.section for each in EDITORS)
KEYS = "1234567890"
"""What goes to which section, and in the checklist to which check."""
FIELDS: Mapping[str, str] = {
    "severity": "facts-severity",
    "how long": "impact-duration_minutes",
    "users affected": "impact-users_affected",
}
"""The line that mends a check, where its section has several."""


def rows(incident: Incident) -> list[tuple[str, Content]]:
    """Each section with how far it is."""
    progress = {str(each.section): each for each in outline(incident)}
    return [
        (editor.section, _row(KEYS[place], editor, progress.get(editor.section), incident))
        for place, editor in enumerate(EDITORS)
    ]


def answers(incident: Incident) -> list[tuple[str, str]]:
    """The checklist as answers to choose from: the key, and what is there or missing."""
    return [(KEYS[place], _check(check)) for place, check in enumerate(checklist(incident))]


def next_missing(incident: Incident, section: str) -> Check | None:
    """The first check that is not met after this section, else from the top."""
    checks = [check for check in checklist(incident) if not check.ok]
    later = SECTIONS[SECTIONS.index(section) + 1 :]
    return next((check for check in checks if check.section in later), next(iter(checks), None))


def _row(key: str, editor: type[Editor], progress: Progress | None, incident: Incident) -> Content:
    mark = str(len(incident.themes) or "") if progress is None else progress.mark
    style = "$text-success" if mark == "✓" else "$text-warning" if progress else "$text-muted"
    return Content.assemble((f"{key} ", "$text-muted"), f"{editor.short:<13}", (mark, style))


def _check(check: Check) -> str:
    return f"✓ {check.name}" if check.ok else f"– {check.name}: {check.missing}"
