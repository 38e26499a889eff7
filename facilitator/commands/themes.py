"""The command `themes`: what rises in the incidents, and what the team has named."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

from facilitator.commands.open_store import open_store, today
from facilitator.commands.output import put
from facilitator.commands.table import put_table
from facilitator.documents.write.json import dump
from facilitator.domain.themes.comparison import Counts
from facilitator.domain.themes.theme_overview import ThemeOverview
from facilitator.screens.theme_reads import ThemeReader

COLUMNS = ("theme", "kind", "recent", "before", "incidents")
MOST_NAMED = 6
"""How many incidents of a theme a row of the table names."""
NAMED, FOUND = "named", "found"


def list_themes(database: str | None, as_json: bool) -> None:
    """Write the themes to standard output: those that rise, and then those that were named.

    Args:
        database: The value of `--database`.
        as_json: Whether to write a JSON array instead of a table.
    """
    with open_store(database) as (store, settings):
        reader = ThemeReader(store, settings.concepts)
        overview = asyncio.run(reader.read(today(settings), settings.months))
    if as_json:
        put(dump(list(_objects(overview))))
    else:
        put_table(COLUMNS, list(_rows(overview)))


def _objects(overview: ThemeOverview) -> Iterator[dict[str, object]]:
    """Yield each theme as an object; the keys are described in CONTRIBUTING.md, *JSON*."""
    for found in overview.found:
        yield {
            "theme": found.name,
            "incidents": sorted(found.incidents),
            **_counts(found.counts),
            "kind": FOUND,
            "found_as": found.feature.kind,
            "issue": None,
            "owner": None,
            "decided_on": None,
        }
    for named in overview.named:
        theme = named.theme
        yield {
            "theme": theme.name,
            "incidents": sorted(theme.incidents),
            **_counts(named.counts),
            "kind": NAMED,
            "found_as": None,
            "issue": theme.systemic or None,
            "owner": theme.owner or None,
            "decided_on": None if theme.decided_on is None else theme.decided_on.isoformat(),
        }


def _counts(counts: Counts) -> dict[str, int]:
    return {
        "recent": counts.recent,
        "before": counts.before,
        "of_recent": counts.of_recent,
        "of_before": counts.of_before,
    }


def _rows(overview: ThemeOverview) -> Iterator[tuple[str, ...]]:
    for found in overview.found:
        yield _row(found.name, found.feature.kind.words, found.counts, found.incidents)
    for named in overview.named:
        newest_first = sorted(named.theme.incidents, reverse=True)
        yield _row(named.theme.name, NAMED, named.counts, newest_first)


def _row(name: str, kind: str, counts: Counts, incidents: Sequence[int]) -> tuple[str, ...]:
    numbers = " ".join(f"#{number}" for number in incidents[:MOST_NAMED])
    others = len(incidents) - MOST_NAMED
    return (
        name,
        kind,
        f"{counts.recent:,} of {counts.of_recent:,}",
        f"{counts.before:,} of {counts.of_before:,}",
        f"{numbers} +{others:,}" if others > 0 else numbers or "–",
    )
