"""How the patterns screen draws a theme and a parked idea into a row."""

from __future__ import annotations

from textual.content import Content

from db.records import Theme
from db.vocabulary import ActionStatus
from facilitator.domain.labels import STATUS_LABELS
from facilitator.domain.parked_ideas import ParkedIdea
from facilitator.domain.themes.found import FoundTheme
from facilitator.screens.dialogs.theme import counts_in_words
from facilitator.text import counted
from facilitator.widgets.glyphs import BECOMES, OK, PARKED_AGAIN, RISING, SIMILAR
from facilitator.widgets.text import line
from facilitator.widgets.title_line import spread

UNDECIDED = STATUS_LABELS[ActionStatus.OPEN].glyph
"""What stands before a theme for which no systemic issue is decided yet."""
LEAST_WIDTH_FOR_WORDS = 44
"""In narrower rows a count has no noun."""
OWNER_SHARE = 0.4
"""At most this share of a row is the owner's."""


def theme_row(theme: Theme, number: int, width: int) -> Content:
    """Return a theme, and under it what was decided, if anything was.

    Args:
        theme: The theme.
        number: The incident of this meeting, which is named where it shows the theme.
        width: How many cells the row has.
    """
    count = len(theme.incidents)
    has_words = width >= LEAST_WIDTH_FOR_WORDS
    words = f"{counted(count, 'incident'):>12}" if has_words else f"{count:>3}×"
    is_shown = number in theme.incidents
    right = Content.assemble((f"#{number}" if is_shown else "", "bold $text-accent"), f" {words}")
    first = spread(Content.assemble(decision_sign(theme), line(theme.name, "bold")), right, width)
    return Content("\n").join([first, _decision(theme, width)]) if theme.systemic else first


def decision_sign(theme: Theme) -> tuple[str, str]:
    """Return what stands before a theme: whether something was decided, with its style."""
    return (f"{OK} ", "$text-success") if theme.systemic else (f"{UNDECIDED} ", "$text-muted")


def _decision(theme: Theme, width: int) -> Content:
    """Return the systemic issue in at most two lines, and its owner at the right of the first."""
    owner = line(theme.owner, "$text-accent") if theme.owner else line("no owner", "$text-warning")
    owner = owner.truncate(max(8, int(width * OWNER_SHARE)), ellipsis=True)
    arrow = f"  {BECOMES} "
    room = max(1, width - len(arrow) - owner.cell_length - 2)
    first, *others = line(theme.systemic).wrap(room)
    lines = [spread(Content.assemble((arrow, "$text-muted"), first), owner, width)]
    if others:
        rest = Content(" ").join(others).truncate(room, ellipsis=True)
        lines.append(Content.assemble(" " * len(arrow), rest))
    return Content("\n").join(lines)


def found_row(found: FoundTheme, width: int) -> Content:
    """Return a theme that was found, with how many incidents have it now and had it before."""
    counts = counts_in_words(found.counts)
    if width < LEAST_WIDTH_FOR_WORDS:
        counts = f"{found.counts.recent:,}, was {found.counts.before:,}"
    left = Content.assemble((f"{RISING} ", "bold $text-error"), line(found.name, "bold"))
    return spread(left, Content.styled(counts, "$text-muted"), width)


def idea_row(idea: ParkedIdea, width: int) -> Content:
    """Return a parked idea with the number of meetings where there were several.

    Other wordings of it stand below, each on a line of its own.
    """
    is_again = idea.times > 1
    words = f"{idea.times} meetings" if width >= LEAST_WIDTH_FOR_WORDS else f"{idea.times}×"
    sign = f"{PARKED_AGAIN if is_again else '':<2}"
    left = Content.assemble((sign, "$text-warning"), line(idea.text))
    right = Content.styled(words if is_again else "", "bold $text-warning")
    others = (
        Content.assemble((f"  {SIMILAR} ", "$text-muted"), line(wording, "$text-muted"))
        for wording in idea.wordings[1:]
    )
    return Content("\n").join(
        [spread(left, right, width), *(other.truncate(width, ellipsis=True) for other in others)]
    )
