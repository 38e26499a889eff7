"""Saving one setting in `config.toml`, without any other change to the file."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.config.settings import Settings, SettingsError, load_settings
from facilitator.config.settings_writer import (
    _with_table,
    _with_value,
    save_setting,
    save_table,
)

JIRA = {"kind": "jira", "board": 7, "user": None, "priorities": ["A", "B", "C"]}
JIRA_LINES = 'kind = "jira"\nboard = 7\npriorities = ["A", "B", "C"]\n'
TYPED = """# Our settings.  Ask Mei.
database = 'team.db'   # on the share

[agenda]  # minutes
review = 12
[keymap]
"review.done" = "d"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "config.toml"


def save(file: Path, theme: str, **environment: str) -> None:
    save_setting(load_settings(environment=environment, file=file), "theme", theme)


def write(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode())


def test_a_missing_file_is_made_for_its_owner_alone(file: Path) -> None:
    save(file, "nord")
    assert file.read_text() == 'theme = "nord"\n'
    assert file.stat().st_mode & 0o777 == 0o600
    assert load_settings(environment={}, file=file).theme == "nord"


def test_the_rest_of_the_file_stays_as_it_was_typed(file: Path) -> None:
    write(file, TYPED)
    save(file, "nord")
    assert file.read_text() == 'theme = "nord"\n' + TYPED
    save(file, "dracula")
    assert file.read_text() == 'theme = "dracula"\n' + TYPED


def test_a_setting_is_changed_on_its_own_line(file: Path) -> None:
    write(file, "database = 'x'\r\n  theme  =  'nord'  # dark\r\n[agenda]\r\nreview = 5\r\n")
    save(file, "dracula")
    assert file.read_bytes() == (
        b"database = 'x'\r\n  theme  =  \"dracula\"  # dark\r\n[agenda]\r\nreview = 5\r\n"
    )


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o640])
def test_the_permissions_of_the_file_stay(file: Path, mode: int) -> None:
    write(file, TYPED)
    file.chmod(mode)
    save(file, "nord")
    assert file.stat().st_mode & 0o777 == mode


def test_a_link_stays_a_link(file: Path, tmp_path: Path) -> None:
    write(file, "")
    (tmp_path / "dotfiles.toml").write_text(TYPED)
    file.unlink()
    file.symlink_to("../dotfiles.toml")
    save(file, "nord")
    assert file.is_symlink()
    assert (tmp_path / "dotfiles.toml").read_text() == 'theme = "nord"\n' + TYPED


def test_a_file_that_became_invalid_is_left_alone(file: Path) -> None:
    write(file, TYPED)
    settings = load_settings(environment={}, file=file)
    write(file, "theme = on\n")
    with pytest.raises(SettingsError, match=r"config\.toml: not TOML: .*; it is not kept"):
        save_setting(settings, "theme", "nord")
    assert file.read_text() == "theme = on\n"
    assert [path.name for path in file.parent.iterdir()] == ["config.toml"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file in the folder's place")
    settings = replace(
        load_settings(environment={}, file=tmp_path / "none.toml"),
        file=tmp_path / "folder" / "config.toml",
    )
    with pytest.raises(SettingsError, match=r"; it is not kept$"):
        save_setting(settings, "theme", "nord")


def test_a_setting_of_a_variable_is_refused_and_the_file_stays(file: Path) -> None:
    write(file, TYPED)
    with pytest.raises(SettingsError, match="FACILITATOR_THEME is set and wins"):
        save(file, "nord", FACILITATOR_THEME="dracula")
    assert file.read_text() == TYPED


KEYS = st.from_regex(r"[a-z]{1,8}", fullmatch=True) | st.just("theme")
VALUES = st.integers(-9, 9).map(str) | st.sampled_from(['"a # b"', "'[x]'", "true", "1979-05-27"])
LINES = st.one_of(
    st.tuples(KEYS, VALUES).map(" = ".join),
    KEYS.map("[{}]".format),
    st.sampled_from(
        ["", "  # a comment", "[[many]]", "deep.er = {a = 1, b = [2,\n 3]}", "t='''\n'''"]
    ),
)


@given(st.lists(LINES, max_size=8).map("\n".join), st.text(max_size=12))
def test_any_file_changes_in_this_one_setting_or_not_at_all(text: str, value: str) -> None:
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    if not isinstance(before.get("theme", ""), dict | list):
        after = _with_value(text, "theme", value)
        assert tomllib.loads(after) == before | {"theme": value}
        assert [line for line in text.split("\n") if "#" in line and "theme" not in line] == [
            line for line in after.split("\n") if "#" in line and "theme" not in line
        ]


@pytest.mark.parametrize("content", ["a = " + "[" * 100_000, "a = " + "9" * 5_000])
def test_a_file_that_can_not_be_read_stays_as_it_is(tmp_path: Path, content: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(content)
    with pytest.raises(SettingsError, match="it is not kept"):
        save_setting(Settings(file=file), "theme", "nord")
    assert file.read_text() == content


def test_a_table_is_added_behind_all_others(file: Path) -> None:
    save_table(file, "tracker", JIRA)
    assert file.read_text() == f"[tracker]\n{JIRA_LINES}"
    write(file, TYPED)
    save_table(file, "tracker", JIRA)
    assert file.read_text() == f"{TYPED}\n[tracker]\n{JIRA_LINES}"
    assert load_settings(environment={}, file=file).tracker.board == 7


def test_values_of_a_table_are_changed_added_and_taken_out_and_the_rest_stays(file: Path) -> None:
    write(
        file,
        "[tracker]  # ours\r\nuser = 'ana'\r\nkind = 'none'  # for now\r\n"
        "ca_file = 'x.pem'  # Mei has it\r\n[agenda]\r\nreview = 5\r\n",
    )
    save_table(file, "tracker", JIRA)
    assert file.read_bytes() == (
        b'[tracker]  # ours\r\nkind = "jira"  # for now\r\n'
        b"ca_file = 'x.pem'  # Mei has it\r\nboard = 7\r\n"
        b'priorities = ["A", "B", "C"]\r\n[agenda]\r\nreview = 5\r\n'
    )


@pytest.mark.parametrize("text", ["tracker = 5\n", "tracker.kind = on\n", "[[tracker]]\na = 1\n"])
def test_a_table_that_can_not_be_changed_stays_as_it_is(file: Path, text: str) -> None:
    write(file, text)
    with pytest.raises(SettingsError, match=r"it is not kept|set it by hand"):
        save_table(file, "tracker", JIRA)
    assert file.read_text() == text


TABLE_LINES = st.sampled_from(
    ["[table]", "table.a = 1", "a = 1", "b = 2 # b", "table = {b = 1, c = 2}", "[table.deep]"]
)


@given(st.lists(LINES | TABLE_LINES, max_size=8).map("\n".join), st.text(max_size=12))
def test_any_file_changes_in_this_one_table_or_not_at_all(text: str, value: str) -> None:
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    table = before.get("table", {})
    if isinstance(table, dict):
        after = _with_table(text, "table", {"a": value, "b": None})
        kept = {name: entry for name, entry in table.items() if name not in ("a", "b")}
        assert tomllib.loads(after) == before | {"table": kept | {"a": value}}
        comments = [line for line in text.split("\n") if line.startswith("  #")]
        assert [line for line in after.split("\n") if line.startswith("  #")] == comments
