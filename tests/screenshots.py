"""Takes all pictures and grids of the screens again: `python -m tests.screenshots`.

The pictures for the documentation go into `screenshots/`: every screen at 120×40 in dark, one in
light, and a meeting as an animated picture. The grids that the tests compare, of every screen at
three sizes in dark and light, go into `tests/snapshots/grids/`.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path

from tests.film import Film
from tests.grids import grid_file, grid_lines, grid_path
from tests.scenes import DARK, LIGHT, SIZES, WIDE, Shot, take_shots

PICTURES = Path(__file__).parent.parent / "screenshots"
THEMES = (DARK, LIGHT)
LIGHT_SCENE = "incident-timeline"
"""The scene that the documentation shows in light too."""
FILM_SCENES = (
    "opening",
    "review",
    "incident-timeline",
    "incident-factors",
    "incident-actions",
    "incident-swap",
    "patterns",
    "causes",
    "wrap-up",
    "wrap-up-summary",
    "home",
)
"""The screens of the animated picture, in the order of a meeting."""


async def files_of_size(size: tuple[int, int]) -> dict[Path, str]:
    """Return what each file of this size holds."""
    shots = await take_shots(size)
    files = {
        grid_path(name, size): grid_file(*(grid_lines(shot[theme].strips) for theme in THEMES))
        for name, shot in shots.items()
    }
    return files | _pictures(shots) if size == WIDE else files


def _pictures(shots: Mapping[str, Mapping[str, Shot]]) -> dict[Path, str]:
    pictures = {name: shot[DARK].svg for name, shot in shots.items()}
    pictures["light"] = shots[LIGHT_SCENE][LIGHT].svg
    pictures["meeting"] = Film().svg([shots[name][DARK].strips for name in FILM_SCENES])
    return {PICTURES / f"{name}.svg": svg for name, svg in pictures.items()}


def paths_of_size(size: tuple[int, int]) -> set[Path]:
    """Return the files of this size that there are."""
    grids = set(grid_path("any", size).parent.glob("*.txt"))
    return grids | set(PICTURES.glob("*.svg")) if size == WIDE else grids


def main() -> None:
    """Write every file, and delete those that are no longer made."""
    # The pictures have all colours, whatever the terminal has in which they are made.
    os.environ["COLORTERM"] = "truecolor"
    for size in SIZES:
        files = asyncio.run(files_of_size(size))
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for path in paths_of_size(size) - set(files):
            path.unlink()


if __name__ == "__main__":
    main()
