"""The figures as JSON. The object is defined in CONTRIBUTING.md, under "JSON"."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.documents.write.json import JsonObject
from facilitator.domain.figure_types import (
    QUICK,
    Completion,
    Coverage,
    Figures,
    Group,
    Month,
    Prevention,
    Repeat,
    RepeatRate,
    Share,
    Spread,
)
from facilitator.domain.systemic_issues import SystemicIssue
from facilitator.domain.verdicts import count_verdicts


def figures_object(figures: Figures, issues: Sequence[SystemicIssue] = ()) -> JsonObject:
    """Return the figures of a window as their JSON object.

    Rates are rounded to four places and minutes to two; a rate over nothing is null. What each
    figure means is defined in CONTRIBUTING.md, under "The figures".

    Args:
        figures: The figures.
        issues: The systemic issues on the last day of the window.
    """
    return {
        "window": {
            "from": figures.window.first.isoformat(),
            "to": figures.window.last.isoformat(),
            "months": figures.months,
        },
        "repeat_incident_rate": _repeat_rate(figures.repeat),
        "completion": _completion(figures.completion),
        "on_time": _share(figures.on_time),
        "reviewed_in_time": _share(figures.reviewed_in_time),
        "time_to": {name: _spread(spread) for name, spread in figures.time_to.items()},
        "open_actions": figures.open_actions,
        "overdue": figures.overdue,
        "repeats": [_repeat(repeat) for repeat in figures.repeats],
        "by_month": [_month("month", month) for month in figures.by_month],
        **_causes_and_work(figures, issues),
        "by_quarter": [_month("quarter", quarter) for quarter in figures.by_quarter],
        **{
            f"by_{name}": [_group(name, group) for group in groups]
            for name, groups in figures.groups.items()
        },
    }


def _causes_and_work(figures: Figures, issues: Sequence[SystemicIssue]) -> JsonObject:
    """Return what stands between the months and the quarters: verdicts, ages, checks and so on."""
    return {
        "incidents": figures.incidents,
        "verdicts": {
            verdict.value: count for verdict, count in count_verdicts(figures.repeats).items()
        },
        "recurrence": _recurrence(figures),
        "open_age": {
            "n": figures.ages.n,
            "median_days": figures.ages.median,
            "oldest_days": figures.ages.oldest,
        },
        "checks": {**_share(figures.checks), "done": figures.checks.done},
        "prevention": _prevention(figures.prevention),
        "coverage": _coverage(figures.coverage),
        "systemic_issues": [
            {
                "theme": issue.theme,
                "issue": issue.issue,
                "owner": issue.owner,
                "age_days": issue.days,
                "incidents": list(issue.incidents),
            }
            for issue in issues
        ],
    }


def _share(share: Share) -> JsonObject:
    rate = share.rate
    return {"n": share.n, "of": share.of, "rate": None if rate is None else round(rate, 4)}


def _repeat_rate(rate: RepeatRate) -> JsonObject:
    return {
        **_share(rate),
        "unclassified": rate.unclassified,
        "preventable": rate.preventable,
    }


def _completion(completion: Completion) -> JsonObject:
    return {**_share(completion), "dropped": completion.dropped}


def _coverage(coverage: Coverage) -> JsonObject:
    return {
        **_share(coverage),
        "days_to_meeting": {
            "n": coverage.dated,
            "median": coverage.median_days,
            "p95": coverage.p95_days,
        },
    }


def _prevention(prevention: Prevention) -> JsonObject:
    items = [
        {
            "incident": item.number,
            "slot": item.slot,
            "action": item.action,
            "cause": item.cause,
            "days": item.days,
        }
        for item in prevention.items
    ]
    return {**_share(prevention), "items": items}


def _repeat(repeat: Repeat) -> JsonObject:
    return {
        "number": repeat.number,
        "cause": repeat.cause,
        "earlier": repeat.finding.earlier,
        "verdict": repeat.finding.verdict.value,
        "days": repeat.finding.days,
    }


def _recurrence(figures: Figures) -> JsonObject:
    quick = sum(repeat.is_quick for repeat in figures.repeats)
    return {"quick": quick, "late": len(figures.repeats) - quick, "quick_days": QUICK.days}


def _month(key: str, month: Month) -> JsonObject:
    return {
        key: month.name,
        "incidents": month.incidents,
        "repeat_incident_rate": _repeat_rate(month.repeat),
        "completion": _completion(month.completion),
    }


def _group(key: str, group: Group) -> JsonObject:
    return {
        key: group.name,
        "incidents": group.incidents,
        "repeat_incident_rate": _share(group.repeat),
        "recover_median_minutes": _minutes(group.recover_median),
    }


def _spread(spread: Spread) -> JsonObject:
    return {
        "n": spread.n,
        "mean_minutes": _minutes(spread.mean),
        "median_minutes": _minutes(spread.median),
        "negative": spread.negative,
    }


def _minutes(minutes: float | None) -> float | None:
    return None if minutes is None else round(minutes, 2)
