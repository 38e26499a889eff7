"""Documents that were damaged on their way: a reader refuses them in words or reads the rest."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.record_checks import check_incident
from facilitator.documents.read.files import read_all
from facilitator.documents.read.json import read as read_json
from facilitator.documents.write.json import dump
from facilitator.documents.write.markdown import write_one
from tests.unit.whole_incidents import whole_incidents

PIECES = st.sampled_from(
    [
        *(b"#", b"## Timeline\n", b"|", b"- ", b"```", b"<!--", b"\t", b"\r", b"\n\n", b"\x00"),
        *(b'"', b"{", b"[", b"]", b"}", b",", b":", b"null", b"-1", b"1e999", b"9" * 400, b"true"),
        *(b"99:99", b"2026-02-30", b"\xff", b"\xed\xa0\x80", b"\xe2\x80\xae", b"[" * 2000),
    ]
)
"""What is put into a document at a random place."""


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, bytes]:
    """Return the name and the bytes of an export, as JSON or as Markdown."""
    text = dump(draw(whole_incidents(7)))
    if draw(st.booleans()):
        return "team.json", text.encode()
    (incident,) = read_json(text, "team.json")
    return "team.md", write_one(incident).encode()


@st.composite
def damaged_documents(draw: st.DrawFn) -> tuple[str, bytes]:
    """Return a document with a few spans deleted, doubled, replaced or moved."""
    name, document = draw(documents())
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(document)))
        end = min(len(document), start + draw(st.integers(0, 60)))
        piece = draw(PIECES | st.just(document[start:end]) | st.binary(max_size=8))
        if draw(st.booleans()):
            document = document[:start] + piece + document[end:]
        else:
            document = document[:end] + piece + document[start:]
    return name, document


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(damaged_documents())
def test_a_damaged_document_is_refused_in_words_or_read_as_far_as_it_goes(
    damaged: tuple[str, bytes],
) -> None:
    name, document = damaged
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(document)
        found = read_all([path])
    assert found.documents or found.errors
    for error in found.errors:
        assert str(error).startswith(str(path))
        assert "\n" not in str(error)
    for _, read in found.documents:
        # Whatever a reader hands over can be stored.
        check_incident(read.incident)
