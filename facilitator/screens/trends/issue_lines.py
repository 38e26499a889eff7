"""The systemic issues of a team, each with its owner and its age."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from facilitator.domain.systemic_issues import SystemicIssue
from facilitator.text import counted
from facilitator.widgets.painted_lines import PaintedLines
from facilitator.widgets.text import line
from facilitator.widgets.title_line import spread, title_line

NONE = "None was decided on"


class IssueLines(PaintedLines):
    """Shows the systemic issues, the oldest first, under their title."""

    def __init__(self, *, name: str | None = None) -> None:
        super().__init__(name=name)
        self._issues: Sequence[SystemicIssue] | None = None

    def show(self, issues: Sequence[SystemicIssue]) -> None:
        """Show these issues in the place of those before."""
        self._issues = issues
        self.styles.height = 2 + max(1, len(issues))
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the title and a line for each issue; what there is no room for is counted."""
        return [] if self._issues is None else issue_lines(self._issues, width, height)


def issue_lines(issues: Sequence[SystemicIssue], width: int, height: int) -> list[Content]:
    """Draw the issues into so many cells and lines, below an empty line."""
    lines = [Content(""), title_line("Systemic issues", "owner · age", width)]
    room = height - len(lines)
    shown = issues if len(issues) <= room else issues[: max(0, room - 1)]
    for issue in shown:
        owner = line(issue.owner or "no owner").truncate(width // 3, ellipsis=True)
        age = Content.assemble(owner, f" · {counted(issue.days, 'day')}")
        lines.append(spread(line(issue.issue), Content.styled(age.plain, "$text-muted"), width))
    if not issues:
        lines.append(Content.styled(NONE, "$text-muted"))
    elif len(shown) < len(issues):
        lines.append(Content.styled(f"and {len(issues) - len(shown):,} more", "$text-muted"))
    return lines
