"""The bar on every screen of a meeting: the segments, the end, and what is saved."""

from __future__ import annotations

from datetime import tzinfo

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from facilitator.domain.agenda import NAMES, AgendaState, as_minutes
from facilitator.widgets.text import line

ON_TIME_SECONDS = 60


class AgendaBar(Vertical):
    """One line of words, one line of progress."""

    def compose(self) -> ComposeResult:
        """The two lines."""
        yield Static(id="agenda-words")
        yield Static(id="agenda-progress")

    def show(self, state: AgendaState, title: str, saved: str, zone: tzinfo) -> None:
        """Paint one instant."""
        width = self.size.width - 2
        left, right = _fitting(state, saved, zone, width)
        room = width - left.cell_length - right.cell_length
        middle = line(title, "$text-muted")
        if room < 16:
            middle = Content("")
        elif middle.cell_length > room - 4:
            middle = middle.truncate(room - 4, ellipsis=True)
        before = max(2, (room - middle.cell_length) // 2)
        after = max(1, room - before - middle.cell_length)
        words = Content.assemble(left, " " * before, middle, " " * after, right)
        self.query_one("#agenda-words", Static).update(words)
        self.query_one("#agenda-progress", Static).update(_progress(state, width))


def _fitting(state: AgendaState, saved: str, zone: tzinfo, width: int) -> tuple[Content, Content]:
    """As much as the width takes; what goes first is what a room needs least."""
    mark = saved if saved.startswith("✗") else saved.removesuffix(" saved")
    forms = (
        (_segments(state), _times(state, saved, zone)),
        (_segments(state, short=True), _times(state, saved, zone)),
        (_segments(state, short=True), _times(state, mark, zone)),
        (_segments(state, short=True), _times(state, mark, None)),
    )
    fitting = (form for form in forms if form[0].cell_length + form[1].cell_length < width - 1)
    return next(fitting, forms[-1])


def _segments(state: AgendaState, *, short: bool = False) -> Content:
    parts = []
    places = [clock.segment for clock in state.segments]
    reached = places.index(state.segment) if state.segment else len(places) * state.finished
    for place, clock in enumerate(state.segments):
        minutes = f"{clock.allotted / 60:g}"
        name = NAMES[clock.segment]
        if clock.segment is state.segment:
            sign = "⏸" if state.paused else "▶"
            style = "bold $text-error" if state.over else "bold $text-accent"
            said = f"{sign} {name} {as_minutes(clock.actual)}/{minutes}"
        else:
            style = "$text-muted"
            said = f"✓ {name} {as_minutes(clock.actual)}/{minutes}"
            if place >= reached:
                said = f"{name} {minutes}"
            if short:
                said = f"✓ {name}" if place < reached else name
        parts.append(Content.styled(said, style))
    return Content("  ").join(parts)


def _times(state: AgendaState, saved: str, zone: tzinfo | None) -> Content:
    parts = [Content(f"{as_minutes(state.total_left)} left")]
    if zone is not None:
        parts.insert(0, Content(f"ends {state.meeting_ends_at.astimezone(zone):%H:%M}"))
    if state.finished:
        parts = [Content(f"took {as_minutes(state.elapsed)}")]
    elif state.started_at is not None:
        if abs(state.behind) < ON_TIME_SECONDS:
            parts.append(Content.styled("on time", "$text-success"))
        elif state.behind > 0:
            parts.append(Content.styled(f"{as_minutes(state.behind)} behind", "bold $text-error"))
        else:
            parts.append(Content.styled(f"{as_minutes(state.behind)} ahead", "$text-success"))
    mark = Content.styled(saved, "bold $text-error" if saved.startswith("✗") else "$text-success")
    return Content.assemble(Content(" · ").join(parts), " " if saved else "", mark)


def _progress(state: AgendaState, width: int) -> Content:
    whole = state.elapsed + state.total_left
    done = round(width * state.elapsed / whole) if whole else 0
    style = "$text-error" if state.over else "$accent"
    return Content.assemble(
        Content.styled("━" * done, style), Content.styled("─" * (width - done), "$text-muted 50%")
    )
