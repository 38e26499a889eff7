"""The file of what was typed and not saved: it survives the program, and never stops it."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.shell.drafts import DraftFile, Drafts

NAMES = st.text()


def draft_file(folder: Path) -> DraftFile:
    return DraftFile(folder, "team.db")


@given(st.dictionaries(NAMES, st.dictionaries(NAMES, NAMES), min_size=1))
def test_drafts_come_back_as_they_were_typed(
    tmp_path_factory: pytest.TempPathFactory, drafts: Drafts
) -> None:
    folder = tmp_path_factory.mktemp("drafts")
    draft_file(folder).write(drafts)
    assert draft_file(folder).load() == drafts


def test_each_database_has_a_file_of_its_own(tmp_path: Path) -> None:
    databases = ("a.db", "b.db", "postgresql://c/d")
    names = {DraftFile(tmp_path, database).path for database in databases}
    assert len(names) == 3
    assert all(name.parent == tmp_path for name in names)


def test_without_drafts_there_is_no_file(tmp_path: Path) -> None:
    file = draft_file(tmp_path / "new")
    file.write({"form": {"action": "Cap retries"}})
    file.write({})
    assert not file.path.exists()
    assert draft_file(tmp_path / "new").load() == {}


def test_two_windows_keep_the_drafts_of_each_other(tmp_path: Path) -> None:
    ours, theirs = draft_file(tmp_path), draft_file(tmp_path)
    ours.load()
    theirs.load()
    ours.write({"a": {"text": "ours"}})
    theirs.write({"b": {"text": "theirs"}})
    assert draft_file(tmp_path).load() == {"a": {"text": "ours"}, "b": {"text": "theirs"}}
    ours.write({"a": {"text": "ours, longer"}})
    theirs.write({})
    assert draft_file(tmp_path).load() == {"a": {"text": "ours, longer"}}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_only_the_owner_may_read_what_was_typed(tmp_path: Path) -> None:
    file = draft_file(tmp_path)
    file.write({"form": {"action": "Cap retries"}})
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "{", "[1]", json.dumps({"a": 1}), "\udcff"])
def test_a_file_that_holds_something_else_is_no_draft(tmp_path: Path, text: str) -> None:
    file = draft_file(tmp_path)
    file.path.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert file.load() == {}


def test_half_a_character_of_a_paste_comes_back(tmp_path: Path) -> None:
    drafts = {"form": {"action": "Cap \udc80 retries"}}
    draft_file(tmp_path).write(drafts)
    assert draft_file(tmp_path).load() == drafts


@pytest.mark.parametrize("nested", ["[" * 100_000, '{"a":' * 100_000], ids=["array", "object"])
def test_a_file_that_is_nested_too_deep_is_no_draft(tmp_path: Path, nested: str) -> None:
    file = draft_file(tmp_path)
    file.path.write_text(nested)
    assert file.load() == {}


def test_a_database_may_have_a_name_that_is_no_text(tmp_path: Path) -> None:
    file = DraftFile(tmp_path, "team\udcff.db")
    file.write({"form": {"action": "Cap retries"}})
    assert DraftFile(tmp_path, "team\udcff.db").load() == {"form": {"action": "Cap retries"}}
