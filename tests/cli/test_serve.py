"""Addresses and databases that `serve` refuses."""

import socket
from collections.abc import Callable

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.com"])
def test_an_address_that_others_reach_is_refused_without_allow_remote(
    refused: Callable[..., str], host: str
) -> None:
    message = refused("serve", "--host", host, "--port", "0")
    assert message.startswith(f"--host {host}: other machines could reach it")
    assert "--allow-remote" in message


@pytest.mark.usefixtures("empty")
def test_a_port_in_use_is_named(refused: Callable[..., str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        message = refused("serve", "--port", port)
    assert (
        message
        == f"--port {port}: it is taken on 127.0.0.1; choose another, or 0 for any that is free"
    )


@pytest.mark.usefixtures("empty")
def test_an_address_of_another_machine_is_refused(refused: Callable[..., str]) -> None:
    message = refused("serve", "--port", "0", "--host", "192.0.2.7", "--allow-remote")
    assert message == "--host 192.0.2.7: this machine has no such address"


def test_a_database_that_can_not_be_opened_is_refused_before_serving(
    refused: Callable[..., str], tmp_path: object
) -> None:
    assert str(tmp_path) in refused("serve", "--port", "0", "--database", str(tmp_path))


def test_a_number_that_is_no_port_is_wrong_usage(run: Run) -> None:
    assert run("serve", "--port", "65536").returncode == 2
