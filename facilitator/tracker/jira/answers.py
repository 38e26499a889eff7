"""What an answer of Jira comes to: a value, or an error in Jira's own words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from facilitator.text import counted, shortened
from facilitator.tracker.errors import (
    AnswerLost,
    CaptchaNeeded,
    Forbidden,
    NotThere,
    RateLimited,
    Refused,
    ServerFailed,
    TrackerError,
    Unauthorised,
)

LONGEST_WORDS = 400
"""The most characters of Jira's words that a message holds."""
TOKEN_REFUSED = (
    "Jira does not accept the token: it may be mistyped, withdrawn or run out, or be another user's"
)
"""What people are told where Jira does not know a token."""
LONGEST_WAIT = timedelta(hours=24)
"""A server that asks for a longer silence is not believed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came over the network.

    Attributes:
        status: The status of HTTP.
        headers: Its headers; their names are read in any case.
        body: What follows them.
        is_write: Whether it answers something that may have changed Jira.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    is_write: bool

    def value(self) -> Any:
        """Return what Jira says; None where it says nothing to something that was done.

        Raises:
            TrackerError: It is an error, or nothing that Jira would say.
        """
        reason = self.headers.get("X-Seraph-LoginReason", "")
        is_done = 200 <= self.status < 300
        # With a wrong token Jira answers as it would answer anybody, who may be allowed to write.
        if "AUTHENTICATED_FAILED" in reason or "AUTHENTICATION_DENIED" in reason:
            if self.is_write and is_done:
                raise self._unusable("success, though it did not accept the token")
            raise self._captcha_or_unauthorised()
        if not is_done:
            raise self._error()
        if not self.body.strip():
            if self.is_write:
                return None
            # An empty page must not be taken for "there is no such ticket".
            raise self._unusable("nothing")
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise self._unusable("a page that is not from Jira's API") from None

    def _error(self) -> TrackerError:
        words, fields = _words(self.body)
        if self.status == HTTPStatus.UNAUTHORIZED:
            return self._captcha_or_unauthorised()
        if self.status == HTTPStatus.FORBIDDEN:
            if self._asks_for_captcha():
                return self._captcha_or_unauthorised()
            return Forbidden(f"not allowed: {words or 'the account may not do this in Jira'}")
        if self.status == HTTPStatus.NOT_FOUND:
            return NotThere(
                words or "there is no such thing in Jira, or the account may not see it"
            )
        if self.status == HTTPStatus.TOO_MANY_REQUESTS:
            return RateLimited(_wait_words(self.wait()), self.wait())
        if self.status == HTTPStatus.GONE:
            return ServerFailed(f"Jira no longer has this part of its API (410) {words}".strip())
        if 300 <= self.status < 400:
            return ServerFailed(self._redirect_words())
        if self.status >= 500:
            return self._unusable(f"an error of its own ({self.status}) {words}".strip())
        return Refused(f"Jira refused: {words or f'status {self.status}'}", fields)

    def _unusable(self, what: str) -> TrackerError:
        message = f"the address of Jira answered with {what}"
        if self.is_write:
            return AnswerLost(f"{message}, so it may have been done", self.wait())
        return ServerFailed(message, self.wait())

    def _asks_for_captcha(self) -> bool:
        reason = self.headers.get("X-Authentication-Denied-Reason", "")
        return "CAPTCHA" in reason.upper()

    def _captcha_or_unauthorised(self) -> TrackerError:
        if self._asks_for_captcha():
            return CaptchaNeeded(
                "Jira asks for a captcha after failed log-ins: log in to it once in a browser,"
                " then try again"
            )
        return Unauthorised(f"{TOKEN_REFUSED}; `facilitator login` takes a new one")

    def _redirect_words(self) -> str:
        try:
            target = urlsplit(self.headers.get("Location", ""))
            place = f"{target.scheme}://{target.netloc}" if target.netloc else target.path
        except ValueError:
            place = ""
        return (
            f"the address of Jira sends on to {shortened(place, 100) or 'another address'}, and the"
            " token goes nowhere but to the address in the settings: correct tracker.url or"
            " tracker.api_url"
        )

    def wait(self) -> timedelta | None:
        """Return how long Jira asks to wait; None where it does not say."""
        written = self.headers.get("Retry-After", "").strip()
        if not written:
            return None
        if written.isascii() and written.isdigit():
            # A number of any length is cut first, since a time can't be that long.
            return min(timedelta(seconds=int(written[:9])), LONGEST_WAIT)
        try:
            until = _moment(written)
            # By the clock of the server that means it, where it tells the time.
            asked = _moment(self.headers["Date"]) if "Date" in self.headers else datetime.now(UTC)
        except (TypeError, ValueError):
            return None
        return min(max(until - asked, timedelta()), LONGEST_WAIT)


def _moment(written: str) -> datetime:
    moment = parsedate_to_datetime(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _wait_words(wait: timedelta | None) -> str:
    if wait is None:
        return "Jira was asked too often"
    seconds = counted(round(wait.total_seconds()), "second")
    return f"Jira was asked too often, and wants {seconds} of silence"


def _words(body: bytes) -> tuple[str, dict[str, str]]:
    """Return what Jira says of an error, and what is wrong with each field."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return "", {}
    if not isinstance(said, dict):
        return "", {}
    errors = said.get("errors")
    fields = {
        str(field): shortened(str(message), LONGEST_WORDS)
        for field, message in (errors.items() if isinstance(errors, dict) else ())
    }
    messages = said.get("errorMessages")
    general = [
        str(message) for message in (messages if isinstance(messages, list) else ()) if message
    ]
    if not general and not fields:
        general = [str(said[key]) for key in ("message", "errorMessage") if said.get(key)]
    by_field = [f"{field}: {message}" for field, message in fields.items()]
    return shortened("; ".join([*general, *by_field]), LONGEST_WORDS), fields
