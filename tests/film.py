"""An animated picture of a meeting: its screens one after another, in one SVG without scripts.

Each line that several screens have alike is kept once, and each look of the text is a class.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import DIMMED_MONOKAI, TerminalTheme
from textual.strip import Strip

FRAME_SECONDS = 2.5
CELL_WIDTH, LINE_HEIGHT, FONT_SIZE = 8.4, 17, 14
BASELINE = 13
"""How far below the top of its line a letter stands."""
THEME: TerminalTheme = DIMMED_MONOKAI
"""Where a colour is the terminal's own, it is taken from here, as in the other pictures."""


class Film:
    """Collects the lines and the looks that the frames share, and writes the file."""

    def __init__(self) -> None:
        self._lines: dict[str, str] = {}
        self._looks: dict[str, str] = {}

    def svg(self, frames: Sequence[Sequence[Strip]]) -> str:
        """Return a file that shows the frames again and again, each for as long."""
        width = frames[0][0].cell_length * CELL_WIDTH
        height = len(frames[0]) * LINE_HEIGHT
        groups = [self._frame(index, strips) for index, strips in enumerate(frames)]
        seconds = len(frames) * FRAME_SECONDS
        looks = "".join(f".{name}{{{css}}}" for css, name in self._looks.items())
        lines = "\n".join(f'<g id="{name}">{drawn}</g>' for drawn, name in self._lines.items())
        shown = 100 / len(frames)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}">\n'
            f"<style>text{{font:{FONT_SIZE}px monospace;white-space:pre}}"
            # Without it the edges of cells side by side are seen as hairlines.
            "rect{shape-rendering:crispEdges}"
            f".f{{visibility:hidden;animation:show {seconds:g}s step-end infinite}}"
            f"@keyframes show{{0%{{visibility:visible}}{shown:.4f}%,to{{visibility:hidden}}}}"
            "@media(prefers-reduced-motion:reduce){.f{animation:none}#f1{visibility:visible}}"
            f"{looks}</style>\n<defs>\n{lines}\n</defs>\n" + "\n".join(groups) + "\n</svg>\n"
        )

    def _frame(self, index: int, strips: Sequence[Strip]) -> str:
        uses = "".join(
            f'<use href="#{self._line(strip)}" y="{y * LINE_HEIGHT}"/>'
            for y, strip in enumerate(strips)
        )
        delay = f"animation-delay:{index * FRAME_SECONDS:g}s"
        return f'<g class="f" id="f{index}" style="{delay}">{uses}</g>'

    def _line(self, strip: Strip) -> str:
        """Return the name of a line, which is drawn at the top of the picture."""
        x, parts = 0, []
        for segment in strip.simplify():
            cells = cell_len(segment.text)
            parts.append(self._segment(segment, x, cells))
            x += cells
        return self._lines.setdefault("".join(parts), f"l{len(self._lines)}")

    def _segment(self, segment: Segment, x: int, cells: int) -> str:
        style = segment.style or Style()
        front, back = _hex(style.color, "#d9d9d9"), _hex(style.bgcolor, "#0c0c0c")
        if style.reverse:
            front, back = back, front
        left, length = f"{x * CELL_WIDTH:.1f}", f"{cells * CELL_WIDTH:.1f}"
        ground = self._look(f"fill:{back}")
        drawn = f'<rect class="{ground}" x="{left}" width="{length}" height="{LINE_HEIGHT}"/>'
        if not segment.text.strip():
            return drawn
        look = self._look(f"fill:{front}" + (";font-weight:bold" if style.bold else ""))
        return (
            f'{drawn}<text class="{look}" x="{left}" y="{BASELINE}" textLength="{length}"'
            f' xml:space="preserve">{escape(segment.text, quote=False)}</text>'
        )

    def _look(self, css: str) -> str:
        return self._looks.setdefault(css, f"s{len(self._looks)}")


def _hex(color: Color | None, otherwise: str) -> str:
    if color is None or color.is_default:
        return otherwise
    return color.get_truecolor(THEME).hex
