"""The outline of the prep screen, its checklist, and which editor belongs to which section."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from db.records import Incident
from facilitator.domain.readiness import Check, Progress, checklist, section_progress
from facilitator.domain.template import PARAGRAPHS, TemplatePart
from facilitator.screens.prep.facts_editor import FactsEditor
from facilitator.screens.prep.impact_editor import ImpactEditor
from facilitator.screens.prep.list_editors import FactorsEditor, WentWellEditor, WentWrongEditor
from facilitator.screens.prep.other_sections_editor import OtherSectionsEditor
from facilitator.screens.prep.part_editors import ActionsEditor, TimelineEditor
from facilitator.screens.prep.root_cause_editor import RootCauseEditor
from facilitator.screens.prep.section_editor import SectionEditor
from facilitator.screens.prep.text_editors import text_editor
from facilitator.screens.prep.themes_editor import ThemesEditor
from facilitator.widgets.row_list import RowList

_EDITORS: Mapping[TemplatePart, type[SectionEditor]] = {
    **{part: text_editor(paragraph) for part, paragraph in PARAGRAPHS.items()},
    TemplatePart.FACTS: FactsEditor,
    TemplatePart.IMPACT: ImpactEditor,
    TemplatePart.TIMELINE: TimelineEditor,
    TemplatePart.ROOT_CAUSE: RootCauseEditor,
    TemplatePart.FACTORS: FactorsEditor,
    TemplatePart.WENT_WELL: WentWellEditor,
    TemplatePart.WENT_WRONG: WentWrongEditor,
    TemplatePart.ACTIONS: ActionsEditor,
}
EDITORS: tuple[type[SectionEditor], ...] = (
    *(_EDITORS[part] for part in TemplatePart),
    ThemesEditor,
    OtherSectionsEditor,
)
"""The editors in the template's order; the themes and the other sections, which it lacks, last."""
SECTION_IDS = tuple(editor.section for editor in EDITORS)
"""The ids of the sections, in the order of their editors."""
DIGITS = "1234567890"
"""The keys that choose a check of the checklist."""
SECTION_KEYS = f"{DIGITS}o"
"""The keys that open the sections, in their order."""
CHECK_FIELDS: Mapping[str, str] = {
    "severity": "facts-severity",
    "how long": "impact-duration_minutes",
    "users affected": "impact-users_affected",
}
"""The id of the field in which a check can be met, by the name of the check.

Only for the sections that have several fields.
"""


class Outline(RowList):
    """The sections; the one in hand is marked while somebody writes in it, too."""

    is_always_marked = True


def outline_rows(incident: Incident) -> list[tuple[str, Content]]:
    """Return the id of each section, and its row: its key, its title and how much is written."""
    progress = {str(entry.section): entry for entry in section_progress(incident)}
    return [
        (
            editor.section,
            _outline_row(SECTION_KEYS[index], editor, progress.get(editor.section), incident),
        )
        for index, editor in enumerate(EDITORS)
    ]


def _outline_row(
    key: str, editor: type[SectionEditor], progress: Progress | None, incident: Incident
) -> Content:
    """Return the row of a section; the themes and the other sections are counted."""
    counts = {
        ThemesEditor.section: len(incident.themes),
        OtherSectionsEditor.section: len(incident.sections),
    }
    mark = str(counts[editor.section] or "") if progress is None else progress.mark
    style = "$text-success" if mark == "✓" else "$text-warning" if progress else "$text-muted"
    return Content.assemble((f"{key} ", "$text-muted"), f"{editor.short_title:<15}", (mark, style))


def checklist_answers(incident: Incident) -> list[tuple[str, str]]:
    """Return the checklist as answers of a question: the key, and what is there or missing."""
    return [
        (DIGITS[index], f"✓ {check.name}" if check.ok else f"– {check.name}: {check.missing}")
        for index, check in enumerate(checklist(incident))
    ]


def next_missing(incident: Incident, section: str) -> Check | None:
    """Return the first check that is not met after a section, else from the first section on.

    Returns:
        The check, or None where all checks are met.
    """
    unmet = [check for check in checklist(incident) if not check.ok]
    later_sections = SECTION_IDS[SECTION_IDS.index(section) + 1 :]
    later = (check for check in unmet if check.section in later_sections)
    return next(later, next(iter(unmet), None))
