"""The preview: what the template lacks stands in it as well."""

from uuid import uuid4

from textual.content import Content

from db.records import Incident, Section
from facilitator.widgets.preview import preview_rows
from tests.support import day, incident


def shown(one: Incident) -> list[str]:
    return [
        (sign if isinstance(sign, str) else sign.plain) + text.plain
        for sign, text in preview_rows(one, day("2026-03-20"))
        if isinstance(text, Content)
    ]


def test_other_sections_follow_the_parts_of_the_template_in_their_order() -> None:
    lines = shown(
        incident(
            lessons_learned="Cap.",
            sections=(
                Section(uuid4(), "Where we got [bold]lucky", "- Saturday"),
                Section(uuid4(), "Detection", ""),
            ),
        )
    )
    assert lines[lines.index("Lessons learned") :] == [
        *("Lessons learned", "Cap.", "", "Where we got [bold]lucky", "- Saturday", "", "Detection")
    ]


def test_the_id_and_the_original_of_a_duplicate_stand_under_the_title() -> None:
    assert shown(incident())[1] == "#1 · no severity · reviewed"
    marked = incident(external_id="INC-2024-0042", duplicate_of=41)
    assert shown(marked)[1] == "#1 · no severity · reviewed · INC-2024-0042 · duplicate of #41"
