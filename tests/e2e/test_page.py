"""The pages that we write in a real browser: they load nothing, and fit a phone."""

import json
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, sync_playwright

from facilitator.documents.read.json import read
from facilitator.documents.write import report_html
from facilitator.documents.write.formats import DocumentFormat, render
from facilitator.documents.write.report import Report
from facilitator.domain.figures import compute_figures
from facilitator.domain.periods import parse_quarter
from facilitator.domain.targets import Target
from facilitator.sample import team
from tests.support import at

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NASTY = "<script>document.title = 'ran'</script><img src=https://example.invalid/x.png onerror=1>"
KINDS = ["impact_began", "first_alert", "acknowledged", "cause_identified", "fix_deployed"]
FULL = {
    "number": 99,
    "service": "دفع 💳",
    "symptom": "payment-gateway-" * 12,
    "date": "2026-03-14",
    "severity": "SEV1",
    "impact": {"duration_minutes": 1_234_567, "revenue": "1" * 15 + ".55", "currency": "EUR"},
    "timeline": [
        {
            "at": (at("22:40") + timedelta(minutes=index**2, seconds=index)).isoformat(),
            "kind": KINDS[index] if index < len(KINDS) else "other",
            "text": [NASTY, "انقطعت الخدمة", "x" * 300, "🔥"][index % 4],
            "link": "https://grafana.example/" + "d" * 150,
        }
        for index in range(40)
    ],
    "root_cause": NASTY,
    "action_items": [
        {
            "slot": 1,
            "action": "y" * 200,
            "owner": "O" * 200,
            "note": "z" * 200,
            "ticket": "T" * 100,
            "created_at": "2026-03-14T10:00:00Z",
        }
    ],
    "themes": ["t" * 200],
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def test_an_exported_page_loads_nothing_and_fits_phone_and_desktop(
    browser: Browser, tmp_path: Path
) -> None:
    incidents = [*read(json.dumps(FULL), "x"), *team(date(2026, 11, 24))[-2:]]
    file = tmp_path / "page.html"
    file.write_text(render(incidents, DocumentFormat.HTML), encoding="utf-8")
    requests: list[str] = []
    messages: list[str] = []
    for width in (320, 390, 1200):
        page = browser.new_page(viewport={"width": width, "height": 844})
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: messages.append(message.text))
        page.goto(file.as_uri())
        assert page.title() == "Post-mortems"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()
    assert requests == [file.as_uri()] * 3
    assert messages == []


def test_the_labels_of_the_drawing_do_not_overlap(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(render(read(json.dumps(FULL), "x"), DocumentFormat.HTML), encoding="utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(file.as_uri())
    boxes = [label.bounding_box() for label in page.query_selector_all("svg text:not(.tick)")]
    assert len(boxes) == 2 * 5 + 1
    edges = sorted((box["y"], box["y"] + box["height"]) for box in boxes if box is not None)
    for (_, above), (below, _) in pairwise(edges):
        assert above <= below + 1.5
    assert all(box is not None and box["x"] + box["width"] <= 390 for box in boxes)
    page.close()


@pytest.mark.parametrize("width", [320, 400, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_of_a_quarter_loads_nothing_and_its_labels_stand_apart(
    browser: Browser, tmp_path: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    period = parse_quarter("2026Q1", date(2026, 11, 24))
    figures = compute_figures(team(date(2026, 11, 24)), period)
    report = Report(
        period,
        figures,
        [],
        Target(0.12, is_ceiling=True),
        Target(0.9, is_ceiling=False),
        is_running=False,
    )
    file = tmp_path / "report.html"
    file.write_text(report_html.write(report), encoding="utf-8")
    requests: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.on("request", lambda request: requests.append(request.url))
    page.goto(file.as_uri())
    assert requests == [file.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for kind in ("value", "name", "counts"):
        boxes = [label.bounding_box() for label in page.query_selector_all(f"svg .{kind}")]
        edges = sorted((box["x"], box["x"] + box["width"]) for box in boxes if box is not None)
        assert len(edges) == len(report.quarters)
        assert all(before <= after for (_, before), (after, _) in pairwise(edges))
    page.close()
