"""What `serve` refuses."""

import socket
from collections.abc import Callable

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.com"])
def test_an_address_that_others_reach_is_refused_unless_told_twice(
    refused: Callable[..., str], host: str
) -> None:
    told = refused("serve", "--host", host, "--port", "0")
    assert told.startswith(f"--host {host}: other machines could reach it")
    assert "--allow-remote" in told


@pytest.mark.usefixtures("empty")
def test_a_taken_port_is_told(refused: Callable[..., str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = refused("serve", "--port", port)
    assert (
        told
        == f"--port {port}: it is taken on 127.0.0.1; choose another, or 0 for any that is free"
    )


@pytest.mark.usefixtures("empty")
def test_an_address_of_another_machine_is_told(refused: Callable[..., str]) -> None:
    told = refused("serve", "--port", "0", "--host", "192.0.2.7", "--allow-remote")
    assert told == "--host 192.0.2.7: this machine has no such address"


def test_a_database_that_cannot_be_opened_is_told_before_anybody_comes(
    refused: Callable[..., str], tmp_path: object
) -> None:
    assert str(tmp_path) in refused("serve", "--port", "0", "--database", str(tmp_path))


def test_a_port_that_is_none_is_a_mistake_of_use(run: Run) -> None:
    assert run("serve", "--port", "65536").returncode == 2
