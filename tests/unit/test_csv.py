"""Action items as CSV: all values are there, and none of them is a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.documents.write.csv import COLUMNS, cell, write
from facilitator.documents.write.files import files, one_file
from facilitator.documents.write.formats import DocumentFormat
from tests.support import incident, item


def rows(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_every_action_item_is_one_row() -> None:
    while_open = [("2026-03-21 14:00", "open"), ("2026-03-28 14:00", "in_progress")]
    done = item(
        2,
        action='Cap "retries", per client',
        status="done",
        due="2026-03-28",
        first_due="2026-03-20",
        closed="2026-03-29 12:00",
        reviews=[*while_open, ("2026-04-04 14:00", "done")],
        note="in two parts",
    )
    text = write([incident(42, items=[item(), done]), incident(43)])
    header, first, second = rows(text)
    assert tuple(header) == COLUMNS
    assert first[:5] == ["42", "2026-03-14", "checkout", "5xx spike", "1"]
    assert dict(zip(header, second, strict=True)) == {
        "incident": "42",
        "date": "2026-03-14",
        "service": "checkout",
        "symptom": "5xx spike",
        "slot": "2",
        "action": 'Cap "retries", per client',
        "owner": "Ana",
        "priority": "P2",
        "due": "2026-03-28",
        "first_due": "2026-03-20",
        "status": "done",
        "note": "in two parts",
        "ticket": "OPS-17",
        "created_at": "2026-03-14T10:00:00Z",
        "closed_at": "2026-03-29T12:00:00Z",
        "reviews": "3",
        "carried": "2",
    }
    assert text.endswith("\r\n")
    assert text.count("\r\n") == 3


def test_only_a_file_begins_with_the_byte_order_mark_that_spreadsheets_need() -> None:
    with_item = incident(42, items=[item()])
    for _, text in (
        one_file(with_item, DocumentFormat.CSV),
        *files([with_item], DocumentFormat.CSV),
    ):
        assert text.encode().startswith(b"\xef\xbb\xbfincident,")
        assert text[1:] == write([with_item])
    assert one_file(with_item, DocumentFormat.JSON)[1].startswith("{")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30 1234", "'+49 30 1234"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "' =1"),
        ("\r=1", " ⏎ =1"),
        ("  =1", "'  =1"),
        ('"=1', "'\"=1"),
        ("“=1", "'“=1"),
        ("\ufeff=1", "'\ufffd=1"),
        ("\u200b=1", "'\u200b=1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        ("﹢1", "'﹢1"),
        ("done;=cmd|' /C calc'!A0", "done;'=cmd|' /C calc'!A0"),
        ('x";"=1', 'x";\'"=1'),
        ("retry – then 1+1=2; a-b", "retry – then 1+1=2; a-b"),
        ("two\nlines", "two ⏎ lines"),
        ("\x1b[31mred", "␛[31mred"),
        ("", ""),
    ],
)
def test_a_text_that_would_be_a_formula_gets_an_apostrophe(typed: str, written: str) -> None:
    assert cell(typed) == written


tricks = st.text(
    st.sampled_from("=+-@＝＋－＠;,|\t\r\n \"'“\ufeff\u200b\u00a0\x00\x85\u2028a1")
    | st.characters(),
    max_size=12,
)
SKIPPED = " \t\r\n\"'“”\ufeff\ufffd\u200b\u00a0\x00"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@given(texts=st.tuples(tricks, tricks, tricks, tricks, tricks))
def test_no_text_is_a_formula_whatever_separates_the_cells(
    delimiter: str, texts: tuple[str, str, str, str, str]
) -> None:
    service, action, owner, note, ticket = texts
    made = item(action=action, owner=owner, note=note, ticket=ticket)
    text = write([incident(service=service, symptom=action, items=[made])])
    parsed = rows(text, delimiter)
    assert len(parsed) == 2
    for value in parsed[1]:
        bare = value.lstrip(SKIPPED)
        apostrophe = "'" in value[: len(value) - len(bare)]
        assert apostrophe or not bare.startswith(tuple("=+-@＝＋－＠")), value
