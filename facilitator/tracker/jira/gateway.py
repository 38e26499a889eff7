"""The address at which Jira Cloud takes tokens of limited scopes, which it refuses at its site."""

from __future__ import annotations

import re

from facilitator.tracker.errors import TrackerError
from facilitator.tracker.jira.connection import Connection
from facilitator.tracker.jira.shapes import words

GATEWAY = "https://api.atlassian.com/ex/jira"
"""The address below which the API of each site is found by the site's cloud id.

Atlassian documents it for tokens with scopes: support.atlassian.com/atlassian-cloud/kb/
401-unauthorized-error-when-service-account-accesses-jira-or-confluence-api.
"""
TENANT_INFO = "/_edge/tenant_info"
"""Where each site tells its cloud id to everybody.

Atlassian documents it: support.atlassian.com/jira/kb/retrieve-my-atlassian-sites-cloud-id.
"""


def gateway_address(site: str, ca_file: str = "") -> str:
    """Return the address for tokens of limited scopes, or "" where the site is no Jira Cloud.

    The site is asked without a token.

    Args:
        site: The address of the site that people open, without a slash at the end.
        ca_file: A file with the certificates of a private authority, or "".
    """
    try:
        connection = Connection(site, None, ca_file=ca_file)
        try:
            cloud_id = words(connection.get(TENANT_INFO), "cloudId")
        finally:
            connection.close()
    except TrackerError:
        return ""
    return f"{GATEWAY}/{cloud_id}" if re.fullmatch(r"[0-9A-Za-z-]{1,64}", cloud_id) else ""
