"""Takes the screenshots of `screenshots/` again: `python -m tests.screenshots`."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.scenes import SMALL, WIDE, screenshots_by_file

FOLDER = Path(__file__).parent.parent / "screenshots"


def main() -> None:
    """Write every screenshot, and delete the files that are no longer made."""
    FOLDER.mkdir(exist_ok=True)
    svgs = asyncio.run(screenshots_by_file(WIDE)) | asyncio.run(screenshots_by_file(SMALL))
    for name, svg in svgs.items():
        (FOLDER / name).write_text(svg, encoding="utf-8")
    for path in FOLDER.glob("*.svg"):
        if path.name not in svgs:
            path.unlink()


if __name__ == "__main__":
    main()
