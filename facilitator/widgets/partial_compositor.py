"""A compositor that renders only those lines of the widgets that are to be painted again.

Textual's own compositor asks every widget in sight for all its lines, whatever small part of the
screen has changed, and throws away what it does not need. With it, a tick of the clock would cost
half of what the whole screen does. There is no public way to change that. So this is the one module
that overrides `textual._compositor.Compositor._get_renders`; after an upgrade of Textual, compare
the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip


class PartialCompositor(Compositor):
    """A compositor that leaves out what has not changed, and what lies behind other widgets."""

    def __init__(self) -> None:
        super().__init__()
        self._changed: Sequence[Region] = ()

    def render_partial_update(self) -> ChopsUpdate | None:
        """Render what has changed; None where nothing has."""
        self._changed = _boxes(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._changed = ()

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Yield the widgets that a part of the screen needs, from the front to the back.

        Args:
            crop: The part; None for the whole screen.

        Yields:
            The place of a widget, the part of the screen that its lines are for, and the lines.
        """
        missing = self._changed or [crop or self.size.region]
        for widget, (region, clip) in self.visible_widgets.items():
            in_sight = region.intersection(clip)
            wanted = [part.intersection(in_sight) for part in missing if part.overlaps(in_sight)]
            if not wanted:
                continue
            top, bottom = min(part.y for part in wanted), max(part.bottom for part in wanted)
            lines = Region(in_sight.x, top, in_sight.width, bottom - top)
            yield region, lines, widget.render_lines(lines.translate(-region.offset))
            missing = [part for part in missing if not in_sight.contains_region(part)]
            if not missing:
                return


def _boxes(regions: Iterable[Region]) -> Sequence[Region]:
    """Return parts of the screen that hold all of these, those close to each other as one."""
    boxes: list[Region] = []
    for region in sorted(regions, key=lambda region: region.y):
        near = next(
            (index for index, box in enumerate(boxes) if box.grow((0, 0, 1, 0)).overlaps(region)),
            None,
        )
        if near is None:
            boxes.append(region)
        else:
            boxes[near] = boxes[near].union(region)
    return boxes
