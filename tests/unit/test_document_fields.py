"""The tables of the template's parts, the impact's figures and the formats fit the records."""

from dataclasses import fields

import pytest

from db.records import Impact, Incident
from facilitator.documents.headings import part_of
from facilitator.documents.read.files import ENDINGS, READERS
from facilitator.documents.write.formats import DocumentFormat, format_named, render, render_one
from facilitator.domain.impact_figures import IMPACT_FIGURES, FigureKind, ImpactFigure
from facilitator.domain.template import PARAGRAPHS, SECTIONS, Paragraph, TemplatePart
from tests.support import incident

OUTLINE_WIDTH = 13


@pytest.mark.parametrize("part", SECTIONS)
def test_a_heading_of_the_template_is_recognised_as_its_part(part: TemplatePart) -> None:
    assert part_of(part.heading) is part
    assert part_of(part.full_heading) is part
    assert part_of(part.label) is part


def test_only_the_timeline_has_a_time_zone_in_its_heading() -> None:
    assert [part.full_heading for part in SECTIONS if part.full_heading != part.heading] == [
        "Timeline (UTC)"
    ]
    assert TemplatePart.TIMELINE.label == "Timeline (UTC)"
    assert TemplatePart.WENT_WELL.label == "What went well"


@pytest.mark.parametrize("paragraph", PARAGRAPHS.values(), ids=lambda paragraph: paragraph.field)
def test_a_paragraph_is_a_text_of_the_incident_and_fits_the_outline(paragraph: Paragraph) -> None:
    assert getattr(incident(), paragraph.field) == ""
    assert paragraph.field in {field.name for field in fields(Incident)}
    assert paragraph.part in SECTIONS
    assert 0 < len(paragraph.short_label) <= OUTLINE_WIDTH
    assert paragraph.hint


def test_the_paragraphs_are_in_the_template_s_order() -> None:
    assert list(PARAGRAPHS) == [part for part in SECTIONS if part in PARAGRAPHS]


def test_the_figures_are_all_values_of_an_impact_but_its_beginning_and_its_words() -> None:
    names = [field.name for field in fields(Impact)]
    others = {"began_at", "currency", "summary"}
    assert [figure.field for figure in IMPACT_FIGURES] == [
        name for name in names if name not in others
    ]


@pytest.mark.parametrize("figure", IMPACT_FIGURES, ids=lambda figure: figure.field)
def test_a_figure_that_is_shown_can_be_typed_again(figure: ImpactFigure) -> None:
    typed = {
        FigureKind.MINUTES: "1500",
        FigureKind.USERS: "12000",
        FigureKind.MONEY: "35000.50 EUR",
        FigureKind.PERCENT: "18.5",
    }[figure.kind]
    value = figure.parse(typed, None)
    assert figure.parse(figure.format(value), None) == value
    unknown = figure.parse("", None)
    assert unknown == figure.value_in(Impact())
    assert figure.format(unknown) == figure.write(Impact()) == ""


def test_two_figures_never_share_a_name() -> None:
    names = [
        name
        for figure in IMPACT_FIGURES
        for name in (figure.heading.casefold(), *figure.other_names)
    ]
    assert len(set(names)) == len(names)
    assert names == [name.casefold() for name in names]


@pytest.mark.parametrize("document_format", DocumentFormat)
def test_a_format_is_found_by_its_name_and_writes_one_or_several_incidents(
    document_format: DocumentFormat,
) -> None:
    assert format_named(document_format.value) is document_format
    assert document_format.description
    assert "checkout" in render([incident(42), incident(43)], document_format) or (
        document_format is DocumentFormat.CSV
    )
    assert render_one(incident(42), document_format)
    assert document_format.single_file.endswith((f".{document_format.ending}", ""))


def test_no_ending_belongs_to_two_readers() -> None:
    assert len(set(ENDINGS)) == len(ENDINGS)
    assert READERS[-1].beginnings == ("",)
