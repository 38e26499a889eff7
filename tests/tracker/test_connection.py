"""What can happen between the program and a Jira, on real sockets: each has words of its own."""

import logging
import re
import ssl
import traceback
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from facilitator.tracker.errors import (
    AnswerLost,
    CaptchaNeeded,
    Forbidden,
    NotReachable,
    RateLimited,
    ServerFailed,
    TrackerError,
    Unauthorised,
)
from facilitator.tracker.jira.connection import Patience
from facilitator.tracker.jira.tracker import JiraTracker
from facilitator.tracker.protocol import Reachable
from tests.tracker.asking import KEY, NOW, ask, draft
from tests.tracker.fake_cloud import TOKEN, USER, FakeCloud
from tests.tracker.loopback import LoopbackServer, Reply, Request

TLS = Path(__file__).parents[1] / "data" / "tls"
MYSELF = "GET /rest/api/3/myself"
CREATE = "POST /rest/api/3/issue"
SEARCH = "POST /rest/api/3/search/jql"
SOON = Patience(connect=5, read=0.2, whole=0.3)
"""Time enough for a loopback socket, and not for one that is silent."""


@pytest.fixture
def serve() -> Iterator[Callable[..., LoopbackServer]]:
    """Return a function that runs a server until the end of the test."""
    servers: list[LoopbackServer] = []

    def run(
        answer: Callable[[Request], Reply], tls: ssl.SSLContext | None = None
    ) -> LoopbackServer:
        servers.append(LoopbackServer(answer, tls))
        return servers[-1]

    yield run
    for server in servers:
        server.close()


def failure(tracker: JiraTracker) -> TrackerError:
    """Return what a check says; a message for people is one line."""
    with pytest.raises(TrackerError) as caught:
        tracker.check()
    (line,) = str(caught.value).splitlines()
    assert line
    return caught.value


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "17"}, timedelta(seconds=17)),
        (
            {
                "Retry-After": "Mon, 16 Mar 2026 10:32:00 GMT",
                "Date": "Mon, 16 Mar 2026 10:30:00 GMT",
            },
            timedelta(minutes=2),
        ),
        ({}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "9" * 400}, timedelta(hours=24)),
        ({"Retry-After": "Mon, 16 Mar 2020 10:32:00 GMT"}, timedelta()),
    ],
    ids=["seconds", "date", "absent", "nonsense", "for ever", "past"],
)
def test_who_asks_too_often_is_told_for_how_long_to_wait(
    cloud: FakeCloud, tracker: JiraTracker, headers: dict[str, str], wait: timedelta | None
) -> None:
    cloud.server.instead[CREATE].append(Reply(429, None, headers))
    with pytest.raises(RateLimited) as caught:
        tracker.create(draft(), KEY)
    assert caught.value.wait == wait
    assert len(cloud.server.calls(CREATE)) == 1


HTML = {"Content-Type": "text/html"}


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (Reply(401, {"errorMessages": ["no"]}), Unauthorised, "does not accept the token"),
        (Reply(401, body=b"<html>401</html>", headers=HTML), Unauthorised, "does not accept"),
        (
            Reply(200, {}, {"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"}),
            *(Unauthorised, "does not accept the token"),
        ),
        (
            Reply(
                403,
                headers={
                    "X-Seraph-LoginReason": "AUTHENTICATION_DENIED",
                    "X-Authentication-Denied-Reason": "CAPTCHA_CHALLENGE; login-url=https://x",
                },
            ),
            *(CaptchaNeeded, "log in to it once in a browser"),
        ),
        (Reply(200, {}), Unauthorised, "nobody is logged in"),
        (Reply(403, {"errorMessages": ["No licence"]}), Forbidden, "not allowed: No licence"),
        (Reply(410, {"message": "Use v4"}), ServerFailed, r"\(410\) Use v4"),
        (Reply(503, None, {"Retry-After": "30"}), ServerFailed, r"an error of its own \(503\)"),
        (Reply(502, body=b"<h1>Bad", headers=HTML), ServerFailed, r"an error of its own \(502\)"),
        (Reply(200, body=b"<h1>Log in", headers=HTML), ServerFailed, "a page that is not from"),
        (Reply(200, body=b"[" * 100_000), ServerFailed, "a page that is not from"),
        (Reply(400, {"errorMessages": ["\x1b[2Jgone\nfar"]}), TrackerError, r"␛\[2Jgone ⏎ far"),
        (Reply(418, {"errorMessages": ["x" * 9_000]}), TrackerError, "x…$"),
    ],
)
def test_each_failure_has_its_own_words(
    cloud: FakeCloud, tracker: JiraTracker, reply: Reply, kind: type[TrackerError], words: str
) -> None:
    cloud.server.instead[MYSELF].append(reply)
    error = failure(tracker)
    assert isinstance(error, kind)
    assert re.search(words, str(error))


def test_a_server_that_is_overloaded_may_say_for_how_long(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    cloud.server.instead[MYSELF].append(Reply(503, None, {"Retry-After": "30"}))
    assert failure(tracker).wait == timedelta(seconds=30)


def test_a_wrong_token_is_unauthorised(cloud: FakeCloud) -> None:
    assert isinstance(failure(ask(cloud.server.url, token="mistyped")), Unauthorised)


def test_no_session_hides_that_a_token_is_wrong(
    cloud: FakeCloud, serve: Callable[..., LoopbackServer]
) -> None:
    def with_session(request: Request) -> Reply:
        reply = cloud.answer(request)
        reply.headers["Set-Cookie"] = "JSESSIONID=abc; Path=/"
        return reply

    server = serve(with_session)
    ask(server.url).check()
    assert len(server.requests) == 2
    assert all("Cookie" not in request.headers for request in server.requests)


def test_a_server_that_is_silent_is_given_up_in_time(cloud: FakeCloud) -> None:
    asking = ask(cloud.server.url, patience=SOON)
    asking.check()
    cloud.server.stalled.update([CREATE, SEARCH])
    with pytest.raises(NotReachable, match="no answer came in time"):
        asking.find(KEY)
    with pytest.raises(AnswerLost, match="no answer came in time, so it may have been done"):
        asking.create(draft(), KEY)
    assert cloud.issues == {}


def test_an_answer_that_trickles_in_is_given_up_in_time(
    serve: Callable[..., LoopbackServer],
) -> None:
    # Each part comes in time, and the whole never ends.
    asking = ask(serve(lambda _: Reply(200, {})).url, patience=Patience(5, 5, 0))
    assert "no whole answer came in time" in str(failure(asking))


@pytest.mark.parametrize("host", ["jira.invalid", "j" * 70 + ".invalid"])
def test_a_host_that_is_not_there_is_named(host: str) -> None:
    error = failure(ask(f"https://{host}/context"))
    assert isinstance(error, NotReachable)
    assert str(error).startswith(f"{host}: ")


def test_a_port_that_nobody_listens_on_is_named(cloud: FakeCloud) -> None:
    cloud.server.close()
    error = failure(ask(cloud.server.url))
    assert isinstance(error, NotReachable)
    assert cloud.server.url.removeprefix("http://") in str(error)


def encrypted(cloud: FakeCloud, serve: Callable[..., LoopbackServer]) -> str:
    """Run the same Jira behind TLS, with a certificate of a private authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "certificate.pem", TLS / "key.pem")
    return serve(cloud.answer, context).url


def test_a_private_authority_is_trusted_by_its_file(
    cloud: FakeCloud, serve: Callable[..., LoopbackServer]
) -> None:
    url = encrypted(cloud, serve)
    assert isinstance(ask(url, ca_file=str(TLS / "certificate.pem")).check(), Reachable)


@pytest.mark.parametrize("ca_file", ["", str(TLS / "other-certificate.pem")])
def test_a_certificate_that_nobody_vouches_for_is_refused(
    cloud: FakeCloud, serve: Callable[..., LoopbackServer], ca_file: str
) -> None:
    error = failure(ask(encrypted(cloud, serve), ca_file=ca_file))
    assert isinstance(error, NotReachable)
    assert "its certificate is not trusted" in str(error)
    assert "tracker.ca_file" in str(error)


def test_a_file_without_certificates_is_named(tmp_path: Path) -> None:
    empty = tmp_path / "authority.pem"
    empty.write_text("nothing")
    with pytest.raises(NotReachable, match="there is no certificate in it"):
        ask("https://jira.invalid", ca_file=str(empty))
    with pytest.raises(NotReachable, match="no such file"):
        ask("https://jira.invalid", ca_file=str(tmp_path / "none.pem"))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_carries_the_token_nowhere(
    cloud: FakeCloud, serve: Callable[..., LoopbackServer], status: int
) -> None:
    elsewhere = serve(lambda _: Reply(200, {}))
    # The other host has another name, and the same loopback socket behind it.
    target = elsewhere.url.replace("localhost", "127.0.0.1")
    moved = serve(lambda request: Reply(status, None, {"Location": f"{target}{request.path}"}))
    error = failure(ask(moved.url))
    assert isinstance(error, ServerFailed)
    assert f"sends on to {target}" in str(error)
    assert elsewhere.requests == []


def test_an_api_behind_a_context_path_is_asked_there(
    cloud: FakeCloud, serve: Callable[..., LoopbackServer]
) -> None:
    def behind_context(request: Request) -> Reply:
        if not request.path.startswith("/ex/jira/"):
            return Reply(404)
        request.path = request.path.removeprefix("/ex/jira")
        return cloud.answer(request)

    cloud.add("OPS-1", "Done")
    server = serve(behind_context)
    asking = ask(f"{server.url}/ex/jira")
    assert asking.check().account == "Ana Silva"
    assert asking.fetch(["OPS-1"], NOW)["OPS-1"].status == "Done"


def test_an_address_without_a_jira_is_named(serve: Callable[..., LoopbackServer]) -> None:
    server = serve(lambda _: Reply(404, body=b"not here", headers=HTML))
    assert "no Jira answers here; expected the address of one" in str(failure(ask(server.url)))
    server = serve(lambda _: Reply(200, {"hello": "world"}))
    assert "no Jira answers here" in str(failure(ask(server.url)))


def test_a_proxy_of_the_environment_is_used(
    serve: Callable[..., LoopbackServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve(lambda _: Reply(407, None))
    for name in ("NO_PROXY", "no_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", proxy.url)
    failure(ask("http://jira.invalid"))
    assert [request.headers["Host"] for request in proxy.requests] == ["jira.invalid"]


@pytest.mark.parametrize("proxy", ["socks5://ana:hush@proxy.example", "nonsense://ana:hush@proxy"])
def test_a_proxy_that_can_not_be_used_is_said_without_its_password(
    proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("all_proxy", proxy)
    with pytest.raises(NotReachable, match="the proxy of the environment can't be used") as caught:
        ask("https://jira.invalid")
    assert "hush" not in str(caught.value)


def test_an_address_that_is_not_encrypted_is_warned_of(
    serve: Callable[..., LoopbackServer], cloud: FakeCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", serve(cloud.answer).url)
    (warning,) = ask("http://jira.invalid").check().warnings
    assert warning == "jira.invalid is asked over http: others on the network can read the token"
    assert ask(cloud.server.url).check().warnings == []


def test_the_token_is_in_no_message_traceback_or_log(
    cloud: FakeCloud, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    seen = []
    with closing(ask(cloud.server.url, patience=SOON)) as asking:
        asking.create(draft(), KEY)
        cloud.server.stalled.add(SEARCH)
        cloud.server.instead[CREATE] += [Reply(status) for status in (400, 401, 302, 502)]
        for number in range(6):
            try:
                if number < 4:
                    asking.create(draft(), KEY)
                else:
                    asking.find(KEY)
            except TrackerError as error:
                lines = traceback.TracebackException.from_exception(error, capture_locals=True)
                seen.append("".join(lines.format()))
        seen += [repr(vars(asking)), repr(vars(asking._connection)), caplog.text]
    assert len(seen) == 6 + 3
    basic = b64encode(f"{USER}:{TOKEN}".encode()).decode()
    assert cloud.server.requests[0].headers["Authorization"] == f"Basic {basic}"
    for text in seen:
        assert TOKEN not in text
        assert basic not in text


@pytest.mark.parametrize("user", [USER, ""])
def test_a_server_that_repeats_the_token_does_not_bring_it_into_a_message(
    serve: Callable[..., LoopbackServer], user: str
) -> None:
    def repeat(request: Request) -> Reply:
        words = [f"no: {request.headers['Authorization']} ({TOKEN})"]
        return Reply(400, {"errorMessages": words})

    said = str(failure(ask(serve(repeat).url, user=user)))
    assert said == f"Jira refused: no: {'Basic' if user else 'Bearer'} (hidden) ((hidden))"


def test_a_password_that_is_also_a_name_hides_no_names(
    serve: Callable[..., LoopbackServer],
) -> None:
    answer = {"version": "9.12.0", "deploymentType": "Server", "displayName": "admin"}
    server = serve(lambda request: Reply(200, answer))
    with closing(ask(server.url, user="admin", token="admin")) as tracker:
        assert tracker.check().account == "admin"
