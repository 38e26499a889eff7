"""`python -m tests.screenshots` takes the screenshots anew."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.scenes import shown

FOLDER = Path(__file__).parent.parent / "screenshots"


def main() -> None:
    """Write them all, and take away what is not made any more."""
    FOLDER.mkdir(exist_ok=True)
    found = asyncio.run(shown())
    for name, svg in found.items():
        (FOLDER / name).write_text(svg, encoding="utf-8")
    for path in FOLDER.glob("*.svg"):
        if path.name not in found:
            path.unlink()


if __name__ == "__main__":
    main()
