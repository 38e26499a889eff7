"""The report of a quarter: every number in it is one of `metrics --json`."""

import json
import re
from html import unescape

import pytest

from tests.cli.conftest import Run

QUARTERS = ("2026Q1", "2026Q2", "2026Q3")


def words_of_page(page: str) -> str:
    """Return what a reader of the page sees, on one line."""
    body = page[page.index("<main>") :]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def percent(share: dict[str, float | None]) -> str:
    return "–" if share["rate"] is None else f"{share['rate']:.0%}"


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_number_of_the_report_is_one_of_the_metrics(run: Run, quarter: str) -> None:
    figures = json.loads(run("metrics", "--json", "--quarter", quarter).stdout)
    page = words_of_page(run("report", "--quarter", quarter, "--format", "html").stdout)
    text = run("report", "--quarter", quarter).stdout
    repeat, done, met = (
        figures[name] for name in ("repeat_incident_rate", "completion", "coverage")
    )
    for share, noun in ((repeat, "incident"), (done, "item"), (met, "incident")):
        plural = "" if share["of"] == 1 else "s"
        assert f"{percent(share)} {share['n']} of {share['of']} {noun}{plural}" in page
        assert f"| {percent(share)} | {share['n']} of {share['of']} {noun}{plural}" in text
    for row in (row for row in figures["by_quarter"] if row["incidents"]):
        rate = row["repeat_incident_rate"]
        assert f"{percent(rate)} {row['quarter']} {rate['n']}/{rate['of']}" in page
        assert f"| {row['quarter']} | {row['incidents']} | {percent(rate)} |" in text
    for repeat_of in figures["repeats"]:
        numbers = f"#{repeat_of['number']} {repeat_of['cause']} #{repeat_of['earlier']},"
        assert numbers in page
    assert re.search(rf"{figures['open_actions']} {figures['overdue']} overdue", page)
    prevention = figures["prevention"]
    assert f"{prevention['n']} of {prevention['of']} action item" in page
    for item in prevention["items"][:12]:
        assert f"#{item['incident']}.{item['slot']} {item['action']}" in page
    assert len(figures["repeats"]) == repeat["n"]


@pytest.mark.usefixtures("team")
def test_the_report_says_why_each_repeat_came_back(run: Run) -> None:
    figures = json.loads(run("metrics", "--json", "--quarter", "2026Q1").stdout)
    counts = {name: count for name, count in figures["verdicts"].items() if count}
    page = words_of_page(run("report", "--quarter", "2026Q1", "--format", "html").stdout)
    assert f"Of {sum(counts.values())} repeats: " in page
    for name, count in counts.items():
        assert f"{count} {name.replace('_', ' ')}" in page


@pytest.mark.usefixtures("team")
def test_without_a_quarter_it_is_about_the_last_one_that_is_over(run: Run) -> None:
    title = run("report").stdout.splitlines()[0]
    assert re.fullmatch(r"# Incidents of \d{4}Q[1-4]", title)
    named = run("report", "--quarter", title[-6:]).stdout
    assert named == run("report").stdout
    assert "so far" not in named


def test_a_quarter_without_incidents_says_so_and_invents_no_figure(
    run: Run, surroundings: dict[str, str]
) -> None:
    run("new", "checkout", "5xx spike", "--on", "2026-08-03")
    text = run("report", "--quarter", "2019Q2").stdout
    assert "No incident began in these days." in text
    assert "| Repeat incident rate | – | 0 of 0 incidents |" in text
    assert "0%" not in text
    page = run("report", "--quarter", "2019Q2", "--format", "html").stdout
    assert "No incident of these quarters is linked to a cause." in page
    unclassified = run("report", "--quarter", "2026Q3").stdout
    assert "1 incident began. None is linked to a cause, so nobody knows" in unclassified
