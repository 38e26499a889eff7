"""The report of a quarter as a page and as Markdown: what people typed is text in both."""

import re
from datetime import UTC, date

import pytest

from db.records import Incident, Theme
from facilitator.documents.write import report_html, report_markdown
from facilitator.documents.write.report import Report
from facilitator.documents.write.report_drawing import HEIGHT, draw_quarters
from facilitator.domain.figures import compute_figures
from facilitator.domain.periods import parse_quarter
from facilitator.domain.systemic_issues import systemic_issues
from facilitator.domain.targets import Target
from tests.support import incident, item, theme

TODAY = date(2026, 4, 2)
NASTY = "<script>alert(1)</script> [x](javascript:1) | **b** \x1b[31m\nnext"
CEILING, FLOOR = Target(0.12, is_ceiling=True), Target(0.9, is_ceiling=False)


def report_on(known: list[Incident], themes: list[Theme]) -> Report:
    period = parse_quarter("2026Q1", TODAY)
    figures = compute_figures(known, period)
    issues = systemic_issues(themes, period.last, UTC)
    return Report(period, figures, issues, CEILING, FLOOR, is_running=False)


def nasty_report() -> Report:
    items = [
        item(1, made="2026-02-02 10:00", action=NASTY, owner=NASTY),
        item(2, made="2026-02-02 10:00", action=NASTY, status="done", closed="2026-03-30 10:00"),
    ]
    known = [
        incident(1, "2026-02-01", cause=NASTY, items=items),
        incident(2, "2026-03-01", cause=NASTY),
    ]
    return report_on(known, [theme(NASTY, NASTY, NASTY)])


def test_what_people_typed_is_text_on_the_page() -> None:
    page = report_html.write(nasty_report())
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "\x1b" not in page
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)=", page)


def test_what_people_typed_is_text_in_markdown() -> None:
    text = report_markdown.write(nasty_report())
    assert "\x1b" not in text
    assert not re.search(r"(?<!\\)<script", text)
    assert not re.search(r"(?<!\\)\[x(?<!\\)\]\(", text)
    assert not re.search(r"(?<!\\)\*\*b", text)
    rows = [line for line in text.splitlines() if line.startswith("| #") or "javascript" in line]
    assert rows
    for row in rows:
        if row.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", row)) in (4, 5)


def test_a_long_list_is_cut_and_its_rest_counted() -> None:
    known = [
        incident(number, f"2026-01-{number + 1:02}", cause="retries") for number in range(1, 17)
    ]
    report = report_on(known, [])
    assert len(report.repeat_rows) == 12
    assert "and 3 more" in report_html.write(report)
    assert "and 3 more" in report_markdown.write(report)
    assert report.repeat_rows[0].number == "#16"


def test_the_bars_are_to_scale_and_a_quarter_without_incidents_has_none() -> None:
    known = [
        incident(1, "2025-07-01", cause="retries"),
        incident(2, "2026-01-02", cause="retries"),
        incident(3, "2026-01-03", cause="disk full"),
    ]
    drawing = draw_quarters(report_on(known, []).quarters, CEILING)
    assert [column.name for column in drawing.columns] == ["2025Q3", "2025Q4", "2026Q1"]
    assert [column.value for column in drawing.columns] == ["0%", "–", "50%"]
    assert [column.height > 0 for column in drawing.columns] == [False, False, True]
    last = drawing.columns[-1]
    assert last.top + last.height == HEIGHT
    assert (HEIGHT - drawing.target_y) / last.height == pytest.approx(0.12 / 0.5, rel=0.01)
    assert "2026Q1 50% (1/2)" in drawing.description


def test_an_issue_is_as_old_as_its_theme_on_the_last_day() -> None:
    report = report_on([], [theme("budgets", "a budget in every client", "Cy"), theme("noise")])
    (issue,) = report.issues
    assert (issue.issue, issue.owner, issue.days) == ("a budget in every client", "Cy", 17)
    assert "a budget in every client | Cy | 17 days" in report_markdown.write(report)
