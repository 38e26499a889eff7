"""The file of what was typed and not saved: it survives the program, and never stops it."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.shell.drafts import Drafts, draft_file, load_drafts, save_drafts

NAMES = st.text()


@given(st.dictionaries(NAMES, st.dictionaries(NAMES, NAMES), min_size=1))
def test_drafts_come_back_as_they_were_typed(
    tmp_path_factory: pytest.TempPathFactory, drafts: Drafts
) -> None:
    file = tmp_path_factory.mktemp("drafts") / "drafts.json"
    save_drafts(file, drafts)
    assert load_drafts(file) == drafts


def test_each_database_has_a_file_of_its_own(tmp_path: Path) -> None:
    names = {draft_file(tmp_path, database) for database in ("a.db", "b.db", "postgresql://c/d")}
    assert len(names) == 3
    assert all(name.parent == tmp_path for name in names)


def test_without_drafts_there_is_no_file(tmp_path: Path) -> None:
    file = tmp_path / "new" / "drafts.json"
    save_drafts(file, {"form": {"action": "Cap retries"}})
    save_drafts(file, {})
    assert not file.exists()
    assert load_drafts(file) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_only_the_owner_may_read_what_was_typed(tmp_path: Path) -> None:
    file = tmp_path / "drafts.json"
    save_drafts(file, {"form": {"action": "Cap retries"}})
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "{", "[1]", json.dumps({"a": 1}), "\udcff"])
def test_a_file_that_holds_something_else_is_no_draft(tmp_path: Path, text: str) -> None:
    file = tmp_path / "drafts.json"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert load_drafts(file) == {}


def test_half_a_character_of_a_paste_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "drafts.json"
    drafts = {"form": {"action": "Cap \udc80 retries"}}
    save_drafts(file, drafts)
    assert load_drafts(file) == drafts
