"""How complete a post-mortem is, as the lists of incidents show it."""

from db import records as r
from db import vocabulary as w


def count_filled_parts(incident: r.Incident) -> int:
    """Return how many of the template's `PARTS` parts are written."""
    went_well = incident.findings_of(w.FindingKind.WENT_WELL)
    return sum(
        (
            incident.impact != r.Impact(),
            bool(incident.timeline),
            bool(incident.root_cause),
            incident.cause is not None,
            bool(incident.factors),
            bool(went_well),
            len(incident.findings) > len(went_well),
            bool(incident.action_items),
            bool(incident.lessons_learned),
            incident.severity is not None,
        )
    )
