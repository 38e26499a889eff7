"""Post-mortems as HTML: complete, and nothing in them can run or load anything."""

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings

from db.records import Finding, Incident, Meeting, Section
from db.store import Store
from db.vocabulary import FindingKind, Stage
from facilitator.documents.read.json import read
from facilitator.documents.team_records import TeamRecords, team_records
from facilitator.documents.write.formats import DocumentFormat, render
from facilitator.documents.write.html import write
from facilitator.documents.write.json import JsonObject
from facilitator.sample import team
from facilitator.text import clean, is_web_address
from tests.support import at, event, factor, incident, item, person, same_causes
from tests.unit.whole_incidents import teams

NASTY = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'>&amp;</style><b>\x1b[31m\u202e"
VOID = {"meta", "rect", "line", "polyline", "circle"}
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "header", "nav", "main", "article"),
    *("section", "h1", "h2", "h3", "p", "a", "bdi", "time", "span", "strong", "small", "dl"),
    *("div", "dt", "dd", "ol", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"),
    *("figure", "svg", "g", "desc", "rect", "line", "polyline", "circle", "text"),
}
FETCHING = {"src", "srcset", "data", "poster", "background", "action", "formaction", "style"}


class Page(HTMLParser):
    """A page as a browser parses it: its text, ids and links. It fails on tags that stay open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open_tags: list[str] = []
        self.texts: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: Counter[str] = Counter()
        self.feed(text)
        self.close()
        assert self.open_tags == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        names = {name for name, _ in attrs}
        assert not names & FETCHING, attrs
        assert not any(name.startswith("on") for name in names), attrs
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag == "a":
            self.links.append(dict(attrs)["href"] or "")
        else:
            assert "href" not in names
        if tag not in VOID:
            self.open_tags.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open_tags.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open_tags:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())


def whole() -> Incident:
    return incident(
        42,
        timeline=(event("first_alert", "09:02", "p99 over 2 s"), event("other", "09:40", "a page")),
        root_cause="First part.\n\nSecond part.",
        factors=(factor(),),
        findings=(
            Finding(incident().id, FindingKind.WENT_WELL, "the flag"),
            Finding(incident().id, FindingKind.PROCESS, "no review"),
        ),
        action_items=(item(due="2026-03-28", status="in_progress", note="blocked on CI"),),
        cause="retry storm",
        themes=("no budget",),
        lessons_learned="Retries are promises.",
    )


def test_the_sections_are_in_the_template_s_order() -> None:
    text = Page(write([whole()])).text
    parts = [
        "Incident: checkout 5xx spike on 2026-03-14 Cause retry storm Theme no budget",
        "Impact Duration not known",
        "Timeline (UTC) Time to detect –",
        "First alert fired p99 over 2 s",
        "09:40 +38m a page",
        "Root Cause First part. Second part.",
        "Contributing Factors no limit (made it possible)",
        "What Went Well the flag",
        "What Went Wrong no review (process failure)",
        "Action Items",
        "1 Cap retries Ana P2 2026-03-28 ◐ In progress blocked on CI OPS-17",
        "Lessons Learned Retries are promises.",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_other_sections_meetings_and_what_the_head_states_are_on_the_page() -> None:
    written = replace(
        whole(),
        external_id="INC-2024-0042",
        ended_at=at("10:20"),
        duplicate_of=41,
        sections=(
            Section(incident().id, f"Luck {NASTY}", "It was Saturday."),
            Section(incident().id, "Detection", ""),
        ),
    )
    meeting = Meeting(
        id=written.id,
        incident_id=written.id,
        number=42,
        stage=Stage.WRAP_UP,
        sub=0,
        plan=(10, 30, 10),
        created_at=at("2026-03-16 10:00"),
        finished_at=at("2026-03-16 10:47"),
        attendees=(person("Ana", facilitates=True), person("Bo", takes_notes=True)),
        next_on=date(2026, 3, 30),
    )
    text = Page(write([written], TeamRecords({written.id: (meeting,)}))).text
    parts = [
        "INC-2024-0042",
        "Ended 2026-03-14 10:20 UTC Duplicate of #41",
        "Lessons Learned Retries are promises.",
        "Luck <script>",
        "It was Saturday.",
        "Detection",
        "Meetings 2026-03-16 10:00 UTC: 50 minutes planned. Facilitator: Ana. Notes: Bo."
        " Attendees: Ana, Bo. Next meeting: 2026-03-30",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_an_empty_section_says_that_it_is_empty() -> None:
    text = Page(write([incident()])).text
    assert "Timeline (UTC)" in text
    assert "No events yet Root Cause Not written yet" in text
    assert "Action Items No action items Lessons Learned Not written yet" in text


def test_the_page_loads_nothing() -> None:
    text = write(team(date(2026, 11, 24)))
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', text)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert not re.search(r"url\(|@import|@font-face|https?://", text)
    page = Page(text)
    assert set(page.tags) <= TAGS
    assert page.tags["svg"] == 24


def test_several_incidents_have_a_table_of_contents() -> None:
    page = Page(write(team(date(2026, 11, 24))))
    assert Counter(page.ids).most_common(1)[0][1] == 1
    inner = [link for link in page.links if link.startswith("#")]
    assert [link for link in inner if link != "#contents"] == [
        f"#incident-{number}" for number in range(22, 46)
    ]
    assert {link[1:] for link in inner} <= set(page.ids)
    assert page.tags["h1"] == 1
    alone = Page(write(team(date(2026, 11, 24))[:1]))
    assert (alone.tags["h1"], alone.tags["nav"]) == (1, 0)


def test_typed_markup_and_control_characters_are_shown_as_text() -> None:
    nasty = whole_of(NASTY)
    text = write([nasty, nasty])
    page = Page(text)
    assert set(page.tags) <= TAGS
    assert not set("\x1b\u202e") & set(text)
    # Both incidents' two names in the contents, and their fifteen texts.
    assert page.text.count(clean(NASTY)) == 2 * 2 + 2 * 15


def whole_of(text: str) -> Incident:
    plain = {
        "number": 7,
        "service": text,
        "symptom": text,
        "date": "2026-03-14",
        "impact": {"summary": text},
        "timeline": [{"at": "2026-03-14T09:02:00Z", "text": text, "link": text}],
        "root_cause": text,
        "cause": text,
        "factors": [{"kind": "made_possible", "text": text}],
        "went_well": [text],
        "action_items": [
            {
                "slot": 1,
                "action": text,
                "owner": text,
                "note": text,
                "ticket": text,
                "created_at": "2026-03-14T09:02:00Z",
            }
        ],
        "lessons_learned": text,
        "themes": [text],
    }
    (parsed,) = read(json.dumps(plain), "x")
    return parsed


@given(plain=teams())
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
def test_any_team_is_a_whole_page_of_known_elements(plain: list[JsonObject]) -> None:
    incidents = read(json.dumps(plain), "x")
    text = write(incidents)
    page = Page(text)
    assert set(page.tags) <= TAGS
    assert clean(text) == text
    for one in incidents:
        for typed in (one.service, one.root_cause, *(action.action for action in one.action_items)):
            assert " ".join(clean(typed).split()) in page.text


@pytest.mark.parametrize(
    "link",
    [
        "https://grafana.example/d/abc?from=1&to=2",
        "http://wiki.example:8080/#top",
        "HTTPS://EXAMPLE.COM/",
    ],
)
def test_a_web_address_is_a_link(link: str) -> None:
    assert is_web_address(link)
    linked = replace(event("other", "09:00", "x"), link=link)
    text = write([incident(timeline=(linked,))])
    assert Page(text).links == [link]
    assert 'rel="noreferrer noopener"' in text


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "javascript://example.com/%0aalert(1)",
        "file://example.com/etc/passwd",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "//example.com",
        "https:",
        "https:///x",
        "https://[::1",
        "https://a b",
        "https://example.com/\u202egnp",
        "grafana",
        "",
        None,
    ],
)
def test_any_other_address_is_shown_as_text(link: str | None) -> None:
    assert not is_web_address(link)
    linked = replace(event("other", "09:00", "x"), link=link)
    page = Page(write([incident(timeline=(linked,))]))
    assert page.links == []
    assert " ".join(clean(link or "").split()) in page.text


@pytest.mark.parametrize("document_format", DocumentFormat)
def test_private_notes_are_in_no_export(store: Store, document_format: DocumentFormat) -> None:
    made = store.incidents.create("checkout", "5xx spike", date(2026, 3, 14)).result()
    store.notes.write(made.id, "root_cause", "", "ask Ana, quietly").result()
    text = render(store.incidents.everything().result(), document_format)
    assert "quietly" not in text


def test_a_repeat_says_why_it_came_back() -> None:
    nasty = item(made="2026-03-02 10:00", action="<b>cap</b>", owner="Priya")
    first = incident(1, "2026-03-01", cause="retries", items=[nasty])
    again = incident(2, "2026-03-22", cause="retries")
    page = write([first, again], team_records({}, [], same_causes(first, again)))
    assert page.count("<dt>Came back</dt>") == 1
    assert "#2 repeats #1 of 21 days before: its action “&lt;b&gt;cap&lt;/b&gt;” was open" in page
