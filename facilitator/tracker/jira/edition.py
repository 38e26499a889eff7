"""Which Jira answers at an address: Cloud or Data Center."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from facilitator.tracker.errors import NotThere, ServerFailed
from facilitator.tracker.jira.connection import Connection
from facilitator.tracker.jira.shapes import found, words


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of Jira.

    Attributes:
        name: What people call it.
        rest: The path of the version of the API that it is asked by.
    """

    name: str
    rest: str


CLOUD = Edition("Jira Cloud", "/rest/api/3")
DATA_CENTER = Edition("Jira Data Center", "/rest/api/2")


def ask_edition(connection: Connection) -> tuple[Edition, Any]:
    """Return the edition, and what Jira says of itself.

    Raises:
        TrackerError: Jira could not be asked, or something else answers at the address.
    """
    edition = CLOUD
    try:
        info = connection.get(f"{CLOUD.rest}/serverInfo")
    except NotThere:
        # Data Center has no version 3 of the API.
        edition = DATA_CENTER
        try:
            info = connection.get(f"{DATA_CENTER.rest}/serverInfo")
        except NotThere:
            info = None
    if not found(info, "version"):
        raise ServerFailed(
            f"{connection.api}: no Jira answers here; expected the address of one, with its context"
            " path, such as https://example.atlassian.net or https://intra.example/jira"
        )
    is_hosted_elsewhere = words(info, "deploymentType") not in ("", "Cloud")
    return DATA_CENTER if is_hosted_elsewhere else edition, info
