"""Editing a text in an external editor: what comes back, and what is kept after a failure."""

import stat
from pathlib import Path

import pytest

from facilitator.system.external_editor import EditorError, edit_text, editor_command


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which temporary files are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def script(tmp_path: Path, *lines: str) -> list[str]:
    path = tmp_path / "editor"
    path.write_text("\n".join(("#!/bin/sh", *lines)))
    path.chmod(0o700)
    return [str(path)]


def edit(tmp_path: Path, *lines: str, text: str = "old", limit: int = 100) -> str:
    return edit_text(text, "root-cause", script(tmp_path, *lines), limit)


def test_the_saved_text_comes_back_and_the_file_is_deleted(tmp_path: Path, temporary: Path) -> None:
    assert edit(tmp_path, 'printf "%s é\\r\\nnew\\n" "$(cat "$1")" > "$1"') == "old é\nnew"
    assert edit(tmp_path, "true", text="as\nit was\n") == "as\nit was\n"
    assert edit(tmp_path, 'echo new >> "$1"') == "old\nnew"
    assert edit(tmp_path, 'echo new >> "$1"', text="") == "new"
    assert edit(tmp_path, ': > "$1"') == ""
    assert list(temporary.iterdir()) == []


def test_the_file_is_private_and_named_after_the_text(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    edit(tmp_path, f'ls -ld "$1" "$(dirname "$1")" > {seen}')
    file, folder = sorted(seen.read_text().splitlines())
    assert file.startswith(stat.filemode(0o100600))
    assert file.endswith("/root-cause.md")
    assert folder.startswith(stat.filemode(0o40700))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (['printf new > "$1"', "exit 3"], "ended with status 3"),
        (['printf "\\377new" > "$1"'], "not saved as UTF-8"),
        (['printf "a\\000b" > "$1"'], "NUL"),
        (['printf "%0200d" 7 > "$1"'], "200 characters, at most 100"),
    ],
)
def test_a_text_that_can_not_be_used_is_kept_in_a_file_that_the_message_names(
    tmp_path: Path, temporary: Path, lines: list[str], message: str
) -> None:
    with pytest.raises(EditorError, match=message) as caught:
        edit(tmp_path, *lines)
    (kept,) = temporary.glob("*/*.md")
    assert str(caught.value).endswith(f"the old text stays here, the other one is in {kept}")
    assert kept.read_bytes() != b"old\n"


@pytest.mark.parametrize("lines", [["exit 1"], ['rm "$1"']])
def test_an_editor_that_fails_with_nothing_written_leaves_the_text(
    tmp_path: Path, lines: list[str]
) -> None:
    with pytest.raises(EditorError, match="the text stays as it was"):
        edit(tmp_path, *lines)


def test_an_editor_that_can_not_be_started_is_named(tmp_path: Path, temporary: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_text("no program")
    broken.chmod(0o700)
    with pytest.raises(EditorError, match="broken could not be started"):
        edit_text("old", "root-cause", [str(broken)], 100)
    assert list(temporary.iterdir()) == []


def test_the_editor_is_that_of_visual_else_of_editor(tmp_path: Path) -> None:
    script(tmp_path)
    path = {"PATH": str(tmp_path)}
    assert editor_command({**path, "EDITOR": "editor -n 'two words'"}) == [
        "editor",
        "-n",
        "two words",
    ]
    assert editor_command({**path, "VISUAL": "editor -v", "EDITOR": "other"}) == ["editor", "-v"]
    assert editor_command({**path, "VISUAL": " ", "EDITOR": "editor"}) == ["editor"]
    for environment, message in (
        ({}, "no editor is set: say which"),
        ({"EDITOR": "nowhere"}, "EDITOR=nowhere: there is no program nowhere"),
        ({"VISUAL": "editor 'x"}, "a quote is left open"),
    ):
        with pytest.raises(EditorError, match=message):
            editor_command(path | environment)
