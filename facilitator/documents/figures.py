"""The figures as the JSON that `product.md` defines."""

from __future__ import annotations

from typing import Any

from facilitator.domain.figures import Completion, Figures, RepeatRate, Share, Spread


def as_plain(figures: Figures) -> dict[str, Any]:
    """Rates to four places, minutes to two; a rate over nothing is null."""
    return {
        "window": {
            "from": figures.window.first.isoformat(),
            "to": figures.window.last.isoformat(),
            "months": figures.months,
        },
        "repeat_incident_rate": _repeat(figures.repeat),
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
                "repeat_incident_rate": _repeat(month.repeat),
                "completion": _completion(month.completion),
            }
            for month in figures.by_month
        ],
    }


def _share(share: Share) -> dict[str, Any]:
    rate = share.rate
    return {"n": share.n, "of": share.of, "rate": None if rate is None else round(rate, 4)}


def _repeat(rate: RepeatRate) -> dict[str, Any]:
    return {
        **_share(rate),
        "unclassified": rate.unclassified,
        "preventable": rate.preventable,
    }


def _completion(completion: Completion) -> dict[str, Any]:
    return {**_share(completion), "dropped": completion.dropped}


def _spread(spread: Spread) -> dict[str, Any]:
    return {
        "n": spread.n,
        "mean_minutes": None if spread.mean is None else round(spread.mean, 2),
        "median_minutes": None if spread.median is None else round(spread.median, 2),
        "negative": spread.negative,
    }
