"""A server that never answers keeps no terminal waiting for its first frame."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL

from tests.e2e.terminal import Terminal
from tests.proxy import Proxy

ALTERNATE_SCREEN = b"\x1b[?1049h"


def test_the_first_frame_does_not_wait_for_a_server_that_never_answers(
    tmp_path: Path, server: URL
) -> None:
    proxy = Proxy(server.render_as_string(hide_password=False))
    proxy.freeze()
    try:
        terminal = Terminal(tmp_path, "--database", proxy.url)
        terminal.wait_for_output(ALTERNATE_SCREEN)
        assert "does not answer" not in terminal.text
        words = terminal.wait_for_last_words()
        assert "the server does not answer: check that it runs, and the network" in words
    finally:
        proxy.close()
