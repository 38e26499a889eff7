"""The sections of a post-mortem in the template's order, each with its editor."""

from __future__ import annotations

from textual.content import Content

from facilitator.screens.prep.editor import Editor
from facilitator.screens.prep.facts import FactsEditor
from facilitator.screens.prep.lists import FactorsEditor, WentWellEditor, WentWrongEditor
from facilitator.screens.prep.meeting_parts import ActionsEditor, TimelineEditor
from facilitator.screens.prep.root_cause import RootCauseEditor
from facilitator.screens.prep.texts import LessonsEditor
from facilitator.screens.prep.themes import ThemesEditor

EDITORS: tuple[type[Editor], ...] = (
    FactsEditor,
    TimelineEditor,
    RootCauseEditor,
    FactorsEditor,
    WentWellEditor,
    WentWrongEditor,
    ActionsEditor,
    LessonsEditor,
    ThemesEditor,
)
SECTIONS = tuple(each.section for each in EDITORS)


def outline_row(place: int, editor: type[Editor]) -> Content:
    """`4 Root cause`."""
    return Content.assemble((f"{place + 1} ", "$text-muted"), editor.title)
