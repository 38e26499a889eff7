"""What can go wrong between the program and a tracker.

Each message is one line for people, in the tracker's own words where it has any. No message holds
a token. Only `AnswerLost` leaves open whether something was done: after any other error it was not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta


class TrackerError(Exception):
    """A tracker could not be asked, or it refused.

    Attributes:
        wait: How long the tracker wants not to be asked; None where it does not say.
    """

    def __init__(self, message: str, wait: timedelta | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class NotReachable(TrackerError):
    """There is no such host, no connection, no trust in its certificate, or no answer to a read."""


class AnswerLost(TrackerError):
    """Something was sent that may have been done, and no usable answer came back."""


class Unauthorised(TrackerError):
    """The tracker does not know the token, or it has run out."""


class CaptchaNeeded(TrackerError):
    """The account has to solve a captcha in a browser first, after too many failed log-ins."""


class Forbidden(TrackerError):
    """The account may not do this."""


class NotThere(TrackerError):
    """There is no such thing, or the account may not know that there is."""


class RateLimited(TrackerError):
    """The tracker was asked too often; `wait` says for how long to be silent, if it said so."""


class Refused(TrackerError):
    """The tracker did not accept what it was asked to do.

    Attributes:
        fields: What is wrong with each field, by its id; empty where no field is named.
    """

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class ServerFailed(TrackerError):
    """The address answered with an error of its own, or with something that is no answer."""
