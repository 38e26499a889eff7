"""Editing a text in the person's own editor, by way of a private temporary file."""

from __future__ import annotations

import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

UNSET = "no editor is set: say which in the environment, such as EDITOR=vim"


class EditorError(Exception):
    """The text was not edited.

    The message is one line. Where the editor left a text that can't be used, it names the file in
    which that is kept.
    """


def editor_command(environment: Mapping[str, str]) -> list[str]:
    """Return the command of the editor as words: that of VISUAL, else of EDITOR.

    Args:
        environment: The environment variables.

    Raises:
        EditorError: Neither variable is set, or the program does not exist.
    """
    name = "VISUAL" if environment.get("VISUAL", "").strip() else "EDITOR"
    setting = environment.get(name, "").strip()
    if not setting:
        raise EditorError(UNSET)
    try:
        words = shlex.split(setting)
    except ValueError:
        raise EditorError(f"{name}={setting} can't be read: a quote is left open") from None
    if shutil.which(words[0], path=environment.get("PATH")) is None:
        raise EditorError(f"{name}={setting}: there is no program {words[0]}")
    return words


def edit_text(text: str, name: str, words: Sequence[str], limit: int) -> str:
    """Open a text in an editor, wait until it is closed, and return the text that it saved.

    The file is readable for its owner alone. It is deleted afterwards, unless it holds a text that
    can't be used.

    Args:
        text: The text to edit.
        name: The name of the file, without its ending.
        words: The command of the editor.
        limit: How many characters the new text may have.

    Raises:
        EditorError: The editor could not be started, it failed, or what it saved is no text or is
            too long.
    """
    folder = Path(tempfile.mkdtemp(prefix="facilitator-"))
    path, program = folder / f"{name}.md", Path(words[0]).name
    # Editors end the last line of a file; the text need not have that line end.
    with_end = text if text.endswith("\n") or not text else f"{text}\n"
    before = with_end.encode("utf-8", errors="replace")
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_bytes(before)
        status = _run([*words, str(path)])
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise EditorError(f"{program} could not be started: {error.strerror}") from None
    failed = f"{program} ended with status {status}" if status else ""
    try:
        after = path.read_bytes()
    except OSError as error:
        reason = failed or f"the file it left can't be read: {error.strerror}"
        raise EditorError(f"{reason}; the text stays as it was") from None
    if after == before:
        shutil.rmtree(folder, ignore_errors=True)
        if failed:
            raise EditorError(f"{failed}; the text stays as it was")
        return text
    edited = after.decode("utf-8", errors="replace").replace("\r\n", "\n")
    if edited.endswith("\n") and not text.endswith("\n"):
        edited = edited[:-1]
    problem = failed or _find_problem(after, len(edited), limit)
    if problem:
        raise EditorError(f"{problem}; the old text stays here, the other one is in {path}")
    shutil.rmtree(folder, ignore_errors=True)
    return edited


def _find_problem(after: bytes, characters: int, limit: int) -> str:
    """Return why the bytes of a file are no text to use; empty where they are one."""
    try:
        after.decode("utf-8")
    except UnicodeDecodeError:
        return "it is not saved as UTF-8"
    if b"\x00" in after:
        return "it holds NUL characters"
    return f"{characters:,} characters, at most {limit:,}" if characters > limit else ""


def _run(words: Sequence[str]) -> int:
    """Run the editor and return its exit status.

    Ctrl+C is the editor's while it runs: it must not end the program that waits for it.
    """
    previous = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.run(words, check=False).returncode
    finally:
        signal.signal(signal.SIGINT, previous)
