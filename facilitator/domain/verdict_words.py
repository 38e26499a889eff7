"""Why an incident came back, in the words that people read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.records import ActionItem
from db.vocabulary import ActionStatus
from facilitator.domain.figure_types import Finding, Verdict
from facilitator.text import counted, one_line, shortened

MAX_ACTION = 60
"""How many characters of an action stand in a sentence about a repeat at most."""
MAX_REASON = 80
"""How many characters of the reason for a drop stand there at most."""
VERDICT_LABELS = {
    Verdict.OPEN: "open",
    Verdict.DROPPED: "dropped",
    Verdict.NO_ACTION: "no action",
    Verdict.DONE: "done",
}
"""What a verdict is called where there is room for a word, in the order in which they are said."""
VERDICT_MEANINGS = {
    Verdict.OPEN: "its action was still open",
    Verdict.DROPPED: "its action was dropped",
    Verdict.NO_ACTION: "no action was taken",
    Verdict.DONE: "its action was done, and did not hold",
}
"""What a verdict means, as half a sentence about the latest earlier incident."""


def counts_in_words(counts: Mapping[Verdict, int]) -> str:
    """Return `of 7 repeats: 3 open, 2 dropped, 1 no action, 1 done`; verdicts of none are left out.

    Args:
        counts: How many repeats have each verdict, as `count_verdicts` returns them.
    """
    total = sum(counts.values())
    if not total:
        return "no repeats"
    parts = [f"{counts[verdict]} {label}" for verdict, label in VERDICT_LABELS.items()
             if counts[verdict]]  # fmt: skip
    return f"of {counted(total, 'repeat')}: {', '.join(parts)}"


def finding_in_words(number: int, finding: Finding) -> str:
    """Return why an incident came back, in a line.

    Such as `#45 repeats #44 of 21 days before: its action “Cap retries” was open, carried through
    3 meetings, Priya`.

    Args:
        number: The number of the incident that came back.
        finding: What had become of the action items of the earlier one.
    """
    return f"#{number} repeats #{finding.earlier} of {_ago(finding.since)}: {reason(finding)}"


def earlier_in_words(finding: Finding) -> str:
    """Return the same of an incident further back in the chain: `#31, 90 days before: …`."""
    return f"#{finding.earlier}, {_ago(finding.since)}: {reason(finding)}"


def in_brief(finding: Finding) -> str:
    """Return the same without the words of the items: `#44, 21 days before: open, Priya`."""
    facts = [VERDICT_LABELS[finding.verdict]]
    if finding.verdict is Verdict.OPEN:
        facts += _how_open(finding)
    elif finding.verdict is Verdict.DONE:
        facts = [f"done {_ago(finding.days)}", "did not hold"]
    return f"#{finding.earlier}, {_ago(finding.since)}: {', '.join(facts)}"


def reason(finding: Finding) -> str:
    """Return what had become of the action items of the earlier incident, as half a sentence."""
    items = finding.items
    match finding.verdict:
        case Verdict.NO_ACTION:
            return "no action was taken"
        case Verdict.OPEN:
            return ", ".join([f"{_subject(items)} open", *_how_open(finding)])
        case Verdict.DONE:
            return f"{_subject(items)} done {_ago(finding.days)}, and did not hold"
        case Verdict.DROPPED:
            reasons = "; ".join(dict.fromkeys(filter(None, map(reason_of_drop, items))))
            why = f" ({shortened(reasons, MAX_REASON)})" if reasons else ""
            return f"{_subject(items)} dropped{why}"


def _how_open(finding: Finding) -> list[str]:
    """Return through how many meetings items were carried, if through any, and whose they are."""
    carried = f"carried through {counted(finding.meetings, 'meeting')}"
    return [*([carried] if finding.meetings else []), _owners(finding.items)]


def _subject(items: Sequence[ActionItem]) -> str:
    """Return `its action “Cap retries” was`, or `2 of its actions (“Cap retries”, …) were`."""
    names = ", ".join(f"“{shortened(item.action, MAX_ACTION)}”" for item in items)
    if len(items) == 1:
        return f"its action {names} was"
    return f"{len(items)} of its actions ({names}) were"


def _owners(items: Sequence[ActionItem]) -> str:
    owners = dict.fromkeys(one_line(item.owner) for item in items if item.owner)
    return ", ".join(owners) or "no owner"


def reason_of_drop(item: ActionItem) -> str:
    """Return why an item was dropped: what was said then, else what stands beside it now."""
    said = [review.note for review in item.reviews if review.status is ActionStatus.DROPPED]
    return next((note for note in reversed(said) if note), item.note)


def _ago(days: int) -> str:
    """Return `21 days before`, `1 day before` or `less than a day before`."""
    return f"{counted(days, 'day')} before" if days else "less than a day before"
