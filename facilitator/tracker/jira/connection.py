"""The connection to Jira: one request at a time, each sent once, and only to the address it is for.

No redirect is followed, so that the token goes to no other host; an answer that takes too long or
grows too large is given up.
"""

from __future__ import annotations

import ssl
from base64 import b64encode
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import httpx2

from facilitator.text import shortened
from facilitator.tracker.errors import AnswerLost, NotReachable, TrackerError
from facilitator.tracker.jira.answers import Answer
from facilitator.tracker.token import Token

LARGEST_ANSWER = 50_000_000
"""The most bytes of an answer that are read."""
HIDDEN = b"(hidden)"
"""What stands in an answer in the place of the token."""
SHORTEST_TOKEN = 16
"""What is shorter may be a password, and a name in an answer all the same."""
Query = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds a request may take.

    Attributes:
        connect: For the connection.
        read: From one part of the answer to the next.
        whole: For the whole answer.
    """

    connect: float = 5.0
    read: float = 15.0
    whole: float = 25.0


class _Authorization(httpx2.Auth):
    """Puts the token into a request, and keeps it out of everything that people see.

    With a user it is an API token of Jira Cloud, or a password; without one it is a personal access
    token of Jira Data Center, or an OAuth token.
    """

    def __init__(self, token: Token, user: str) -> None:
        self._token = token
        self._user = user

    def auth_flow(
        self, request: httpx2.Request
    ) -> Generator[httpx2.Request, httpx2.Response, None]:
        if self._user:
            basic = httpx2.BasicAuth(self._user, self._token.reveal())
            yield from basic.auth_flow(request)
        else:
            request.headers["Authorization"] = f"Bearer {self._token.reveal()}"
            yield request

    def without_token(self, content: bytes) -> bytes:
        """Return an answer without the token, which a server may repeat in its words."""
        token = self._token.reveal()
        content = content.replace(b64encode(f"{self._user}:{token}".encode()), HIDDEN)
        is_word = len(token) < SHORTEST_TOKEN
        return content if is_word else content.replace(token.encode(), HIDDEN)


class Connection:
    """Sends requests to the API of one Jira."""

    def __init__(
        self,
        api: str,
        token: Token | None,
        user: str = "",
        ca_file: str = "",
        patience: Patience | None = None,
    ) -> None:
        """Prepare the connection; nothing is sent yet.

        Args:
            api: The address of the API with its context path, without a slash at the end.
            token: The token; None to ask as somebody whom Jira does not know.
            user: The user that the token belongs to, or "" for a token that stands for itself.
            ca_file: A file with the certificates of a private authority, trusted beside the
                system's, or "".
            patience: How long a request may take.

        Raises:
            NotReachable: The file with the certificates, or the proxy, can't be used.
        """
        self.api = api
        self._patience = patience or Patience()
        self._authorization = _Authorization(token, user) if token else None
        trusted = _trusted(ca_file) if ca_file else True
        try:
            self._client = httpx2.Client(
                auth=self._authorization,
                verify=trusted,
                timeout=httpx2.Timeout(self._patience.read, connect=self._patience.connect),
                follow_redirects=False,
                # Jira's protection against forged forms asks for this header.
                headers={"Accept": "application/json", "X-Atlassian-Token": "no-check"},
            )
        except (ImportError, ValueError):
            # What is wrong with it is left out, since it may repeat the password of the proxy.
            raise NotReachable(
                "the proxy of the environment can't be used: set https_proxy to the address of an"
                " HTTP proxy, such as http://proxy.example:3128"
            ) from None

    def close(self) -> None:
        """Close the connections that are open."""
        self._client.close()

    def get(self, path: str, query: Query | None = None) -> Any:
        """Ask for something and return what Jira says.

        Raises:
            TrackerError: Jira could not be asked, or it refused.
        """
        return self._send("GET", path, query=query, is_write=False).value()

    def ask(self, path: str, body: Mapping[str, Any]) -> Any:
        """Ask for something by a request that has a body and changes nothing.

        Raises:
            TrackerError: Jira could not be asked, or it refused.
        """
        return self._send("POST", path, body=body, is_write=False).value()

    def write(self, path: str, body: Mapping[str, Any]) -> Any:
        """Change something, and return what Jira says. It is sent once, whatever happens.

        Raises:
            AnswerLost: It may have been done.
            TrackerError: It was not done.
        """
        return self._send("POST", path, body=body, is_write=True).value()

    def _send(
        self,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        body: Mapping[str, Any] | None = None,
        is_write: bool,
    ) -> Answer:
        # Cookies would keep a session in which a wrong token goes unnoticed.
        self._client.cookies.clear()
        began = monotonic()
        try:
            request = self._client.stream(method, f"{self.api}{path}", params=query, json=body)
            with request as response:
                content = b""
                for chunk in response.iter_bytes():
                    content += chunk
                    if monotonic() - began > self._patience.whole:
                        raise _lost(self._host, "no whole answer came in time", is_write)
                    if len(content) > LARGEST_ANSWER:
                        raise _lost(self._host, "the answer was too large", is_write)
                if self._authorization is not None:
                    content = self._authorization.without_token(content)
                return Answer(response.status_code, response.headers, content, is_write)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
            raise NotReachable(_unreachable_words(self._host, error)) from None
        except (httpx2.ProxyError, httpx2.UnsupportedProtocol, httpx2.InvalidURL) as error:
            raise NotReachable(f"{self._host}: {_reason(error)}") from None
        except UnicodeError:
            raise NotReachable(f"{self._host}: there can be no host of this name") from None
        except (httpx2.RequestError, OSError) as error:
            raise _lost(self._host, _lost_words(error), is_write) from None

    @property
    def _host(self) -> str:
        return urlsplit(self.api).netloc


def _trusted(ca_file: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    try:
        context.load_verify_locations(ca_file)
    except ssl.SSLError:
        raise NotReachable(
            f"{ca_file}: there is no certificate in it; expected a PEM file"
        ) from None
    except OSError as error:
        raise NotReachable(f"{ca_file}: {(error.strerror or 'unreadable').lower()}") from None
    return context


def _lost(host: str, reason: str, is_write: bool) -> TrackerError:
    if is_write:
        return AnswerLost(f"{host}: {reason}, so it may have been done")
    return NotReachable(f"{host}: {reason}")


def _lost_words(error: Exception) -> str:
    if isinstance(error, httpx2.TimeoutException):
        return "no answer came in time"
    return "the connection was closed before an answer came"


def _unreachable_words(host: str, error: Exception) -> str:
    words = _reason(error)
    if isinstance(error, httpx2.TimeoutException):
        return f"{host}: no connection was made in time"
    if "certificate" in words.lower():
        return (
            f"{host}: its certificate is not trusted ({words}); tracker.ca_file names the"
            " certificates of a private authority"
        )
    return f"{host}: {words}"


def _reason(error: Exception) -> str:
    return shortened(str(error), 200) or type(error).__name__
