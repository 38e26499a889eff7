"""The command `similar`: earlier incidents of the same kind, and what was done about them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from db.records import Incident
from db.vocabulary import LARGEST
from facilitator.commands.open_store import Failure, open_store
from facilitator.commands.output import put
from facilitator.commands.table import put_table
from facilitator.documents.write.json import dump
from facilitator.domain.similarity.aftermath import what_became_of
from facilitator.domain.similarity.bands import Band
from facilitator.domain.similarity.similar_incident import SimilarIncident
from facilitator.domain.similarity.terms import Query, query_of
from facilitator.domain.similarity.texts import ComparedTexts, texts_of
from facilitator.incident_terms.reading import read_index
from facilitator.lexicon.reading import lexicon_with
from facilitator.text import shortened

if TYPE_CHECKING:
    from db.store import Store
    from facilitator.config.settings import Settings
    from facilitator.domain.similarity.index import Before

COLUMNS = ("number", "score", "band", "incident")
LONGEST_ITEM = 160
"""The most characters of an action item in the table."""


def show_similar(database: str | None, compared: str, as_json: bool) -> None:
    """Write the ten incidents that are most similar to standard output, best first.

    Args:
        database: The value of `--database`.
        compared: The number of an incident, with which earlier ones are compared; or any text, with
            which all are.
        as_json: Whether to write a JSON array instead of a table.

    Raises:
        Failure: There is nothing to compare in the text.
    """
    with open_store(database) as (store, settings):
        query, before = _query(store, settings, compared)
        index = asyncio.run(read_index(store, lexicon_with(settings.concepts)))
        similar = index.most_similar(query, before)
        numbers = [entry.incident.number for entry in similar]
        incidents = {} if as_json else _by_number(store.incidents.several(numbers).result())
    if as_json:
        put(dump([_object(entry) for entry in similar]))
    else:
        put_table(COLUMNS, [row for entry in similar for row in _rows(entry, incidents)])


def _query(store: Store, settings: Settings, compared: str) -> tuple[Query, Before | None]:
    """Return what is compared, and before which incident the others have to have begun."""
    lexicon = lexicon_with(settings.concepts)
    digits = compared.strip().removeprefix("#")
    if digits.isascii() and digits.isdigit():
        if len(digits) > len(str(LARGEST)):
            raise Failure(f"there is no incident #{shortened(digits, 20)}")
        incident = store.incidents.get(int(digits)).result()
        return query_of(texts_of(incident), lexicon), (incident.began_at, incident.number)
    query = query_of(ComparedTexts(root_cause=compared), lexicon)
    if not query.informative:
        raise Failure(
            "there are no words to compare in that text: say what failed and how, or give a number"
        )
    return query, None


def _by_number(incidents: Sequence[Incident]) -> dict[int, Incident]:
    return {incident.number: incident for incident in incidents}


def _object(similar: SimilarIncident) -> dict[str, object]:
    incident = similar.incident
    return {
        "number": incident.number,
        "score": round(similar.score, 4),
        "band": similar.band,
        "because": list(similar.because),
        "cause": None if incident.cause is None else incident.cause.name,
        "open_actions": incident.open_actions,
    }


def _rows(similar: SimilarIncident, incidents: Mapping[int, Incident]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of an incident: what it was, why it is similar, and what became of it.

    What became of a weak one is left out: it is hardly what somebody looks for.
    """
    compared = similar.incident
    title = f"{compared.service} {compared.symptom}, {compared.date:%b %Y}"
    yield f"#{compared.number}", f"{similar.score:.2f}", similar.band, title
    facts = [f"because: {similar.reasons}"]
    incident = incidents.get(compared.number)
    if incident is not None and similar.band is not Band.WEAK:
        facts += what_became_of(incident, LONGEST_ITEM)
    for fact in facts:
        yield "", "", "", f"  {fact}"
