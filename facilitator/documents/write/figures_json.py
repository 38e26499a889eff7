"""The figures as JSON. The object is defined in CONTRIBUTING.md, under "JSON"."""

from __future__ import annotations

from facilitator.documents.write.json import JsonObject
from facilitator.domain.figure_types import Completion, Figures, RepeatRate, Share, Spread


def figures_object(figures: Figures) -> JsonObject:
    """Return the figures of a window as their JSON object.

    Rates are rounded to four places and minutes to two; a rate over nothing is null. What each
    figure means is defined in CONTRIBUTING.md, under "The figures".
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
        "by_month": [
            {
                "month": month.name,
                "incidents": month.incidents,
                "repeat_incident_rate": _repeat_rate(month.repeat),
                "completion": _completion(month.completion),
            }
            for month in figures.by_month
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


def _spread(spread: Spread) -> JsonObject:
    return {
        "n": spread.n,
        "mean_minutes": None if spread.mean is None else round(spread.mean, 2),
        "median_minutes": None if spread.median is None else round(spread.median, 2),
        "negative": spread.negative,
    }
