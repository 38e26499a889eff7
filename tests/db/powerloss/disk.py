"""What a disk may hold after a loss of power in the middle of a recording."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.db.powerloss.recording import Act, Moment

SECTOR = 512
"""A disk writes so many bytes at once; of a longer write it may have done any part."""


@dataclass
class _File:
    """A file on the simulated disk.

    Attributes:
        durable: What is certainly there.
        waiting: The writes and truncations that the disk may have done or not.
        is_named: Whether its folder certainly knows it.
        is_removed: Whether it was removed, which the folder may not know yet.
    """

    durable: bytearray = field(default_factory=bytearray)
    waiting: list[Moment] = field(default_factory=list)
    is_named: bool = True
    is_removed: bool = False


def after_power_loss(
    before: Mapping[str, bytes], moments: Sequence[Moment], chance: random.Random
) -> dict[str, bytes]:
    """Return the files that may be found after the power was lost behind these moments.

    What was synced is there. Of what was not, each sector is there or not.

    Args:
        before: The content of each file by its path before the first moment.
        moments: What the program asked of the disk until then.
        chance: Decides what the disk has done of its own accord.
    """
    files = {path: _File(bytearray(content)) for path, content in before.items()}
    for moment in moments:
        _apply(files, moment)
    found = {}
    for path, file in files.items():
        is_there = not file.is_removed if file.is_named else chance.random() < 0.5
        if file.is_named and file.is_removed:
            is_there = chance.random() < 0.5
        if is_there:
            found[path] = _content(file, chance)
    return found


def _apply(files: dict[str, _File], moment: Moment) -> None:
    path = moment.path
    if moment.act is Act.CREATE:
        if path not in files or files[path].is_removed:
            files[path] = _File(is_named=False)
    elif moment.act in (Act.WRITE, Act.TRUNCATE):
        files[path].waiting.append(moment)
    elif moment.act is Act.SYNC and path in files:
        file = files[path]
        for waiting in file.waiting:
            _do(file.durable, waiting)
        file.waiting.clear()
    elif moment.act is Act.SYNC:
        for name in [name for name in files if str(Path(name).parent) == path]:
            files[name].is_named = True
            if files[name].is_removed:
                del files[name]
    elif moment.act is Act.REMOVE and path in files:
        files[path].is_removed = True


def _content(file: _File, chance: random.Random) -> bytes:
    """Return the content of a file with a part of what was waiting."""
    content = bytearray(file.durable)
    share = chance.choice((0.0, 0.5, 1.0))
    for waiting in file.waiting:
        if waiting.act is Act.TRUNCATE:
            if chance.random() < share:
                _do(content, waiting)
            continue
        for start in range(0, len(waiting.data), SECTOR):
            if chance.random() < share:
                sector = waiting.data[start : start + SECTOR]
                _do(content, Moment(Act.WRITE, waiting.path, waiting.offset + start, sector))
    return bytes(content)


def _do(content: bytearray, moment: Moment) -> None:
    if moment.act is Act.TRUNCATE:
        del content[moment.offset :]
        return
    missing = moment.offset - len(content)
    if missing > 0:
        content.extend(bytes(missing))
    content[moment.offset : moment.offset + len(moment.data)] = moment.data
