"""A text written in the person's own editor, by way of a private file."""

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
    """The old text stays. The message is one line, and names the file where the new one is kept."""


def command(environment: Mapping[str, str]) -> list[str]:
    """The words that start the editor: those of VISUAL, else of EDITOR.

    Raises:
        EditorError: neither names a program that is there.
    """
    name = "VISUAL" if environment.get("VISUAL", "").strip() else "EDITOR"
    told = environment.get(name, "").strip()
    if not told:
        raise EditorError(UNSET)
    try:
        words = shlex.split(told)
    except ValueError:
        raise EditorError(f"{name}={told} can't be read: a quote is left open") from None
    if shutil.which(words[0], path=environment.get("PATH")) is None:
        raise EditorError(f"{name}={told}: there is no program {words[0]}")
    return words


def edited(text: str, name: str, words: Sequence[str], limit: int) -> str:
    """The text as the editor left it; blocks until the editor is closed.

    words: that start the editor. name: of the file, without its ending. limit: how many characters
    may come back. The file is private, and gone afterwards, unless it holds what can't be taken.

    Raises:
        EditorError: the editor failed, or what it left is no text that can be taken.
    """
    folder = Path(tempfile.mkdtemp(prefix="facilitator-"))
    path, program = folder / f"{name}.md", Path(words[0]).name
    # A file ends its last line, and an editor would add the end; the text need not have it.
    ended = text if text.endswith("\n") or not text else f"{text}\n"
    before = ended.encode("utf-8", errors="replace")
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
        why = failed or f"the file it left can't be read: {error.strerror}"
        raise EditorError(f"{why}; the text stays as it was") from None
    if after == before:
        shutil.rmtree(folder, ignore_errors=True)
        if failed:
            raise EditorError(f"{failed}; the text stays as it was")
        return text
    taken = after.decode("utf-8", errors="replace").replace("\r\n", "\n")
    if taken.endswith("\n") and not text.endswith("\n"):
        taken = taken[:-1]
    wrong = failed or _wrong(after, len(taken), limit)
    if wrong:
        raise EditorError(f"{wrong}; the old text stays here, the other one is in {path}")
    shutil.rmtree(folder, ignore_errors=True)
    return taken


def _wrong(after: bytes, characters: int, limit: int) -> str:
    try:
        after.decode("utf-8")
    except UnicodeDecodeError:
        return "it is not saved as UTF-8"
    if b"\x00" in after:
        return "it holds NUL characters"
    return f"{characters:,} characters, at most {limit:,}" if characters > limit else ""


def _run(words: Sequence[str]) -> int:
    """Run it, and leave Ctrl+C to it: the program that waits is not meant."""
    waiting = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.run(words, check=False).returncode
    finally:
        signal.signal(signal.SIGINT, waiting)
