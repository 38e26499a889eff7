"""What people typed stays text in a description, in both forms that Jira takes."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.text import clean
from facilitator.tracker.jira import adf, wiki
from tests.tracker.document import FOLDER, description_schema

typed = st.text(st.one_of(st.characters(), st.sampled_from("{}[]*_-+^~?!|\\#&;:()\n h1.bq")))


@pytest.mark.skipif(not FOLDER.is_dir(), reason="Atlassian's documents are not here")
@given(st.lists(typed))
def test_every_description_follows_the_schema_and_says_what_was_typed(texts: list[str]) -> None:
    document = adf.document(texts)
    description_schema().validate(document)
    written = [
        "".join("\n" if node["type"] == "hardBreak" else node["text"] for node in part["content"])
        for part in document["content"]
    ]
    assert written == [text for text in (clean(text).strip() for text in texts) if text]


def test_only_a_web_address_becomes_a_link() -> None:
    text = "see https://wiki.example/pm/42 and javascript:alert(1) *now*"
    (paragraph,) = adf.document([text])["content"]
    links = [node for node in paragraph["content"] if "marks" in node]
    assert links == [
        {
            "type": "text",
            "text": "https://wiki.example/pm/42",
            "marks": [{"type": "link", "attrs": {"href": "https://wiki.example/pm/42"}}],
        }
    ]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("{code}rm -rf{code}", r"\{code\}rm \-rf\{code\}"),
        ("[~admin] [x|https://evil.example]", r"\[\~admin\] \[x\|https://evil.example\]"),
        ("h1. Title", "&#104;1. Title"),
        ("bq. said", "&#98;q. said"),
        ("* one\n# two", "\\* one\n\\# two"),
        ("----", r"\-\-\-\-"),
        ("!image.png!", r"\!image.png\!"),
        (r"C:\temp\new", "C:&#92;temp&#92;new"),
        ("&lt;b&gt; & co", "&amp;lt;b&amp;gt; & co"),
        ("on 2026-03-28 in snake_case", "on 2026-03-28 in snake_case"),
        ("a :) b :D (y)", r"a :\) b \:D \(y\)"),
        ("https://x.example/a_b?c=d-e", "https://x.example/a_b?c=d-e"),
        ("https://x.example/{a}", r"https://x.example/\{a\}"),
        ("over\n\nunder", "over\n\nunder"),
    ],
)
def test_wiki_markup_is_written_as_text(text: str, written: str) -> None:
    assert wiki.text([text]) == written


def shown(wiki_text: str) -> str:
    """Return wiki text as Jira shows it: a sign after a backslash as it is, and entities."""

    def read(part: re.Match[str]) -> str:
        return part[1] or ("&" if part[0] == "&amp;" else html.unescape(part[0]))

    return re.sub(r"\\(.)|&#[0-9]+;|&amp;", read, wiki_text)


@given(st.lists(typed))
def test_wiki_text_reads_as_what_was_typed(texts: list[str]) -> None:
    filled = [text for text in (clean(text).strip() for text in texts) if text]
    lines = ["\n".join(line.strip() for line in text.split("\n")) for text in filled]
    assert shown(wiki.text(texts)) == "\n\n".join(lines)


@given(typed)
def test_no_macro_link_or_emphasis_can_begin_in_wiki_text(text: str) -> None:
    for word in wiki.text([text]).split():
        if not word.startswith(("http://", "https://")):
            assert not re.search(r"(?<!\\)[{}\[\]*^~!|]", word)
            assert "\\\\" not in word
