"""A connection to a server is encrypted, and the server's certificate is checked where asked."""

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.errors import Unavailable
from db.store import Store
from tests.db.support import new_incident
from tests.proxy import Proxy

TLS = Path(__file__).parents[1] / "data" / "tls"
"""A certificate for `localhost` with its key, and one of another machine of that name."""
TLS_REQUEST = b"\x00\x00\x00\x08\x04\xd2\x16\x2f"
"""What a client of PostgreSQL sends to ask for encryption, as its protocol defines it."""


class EncryptedProxy(Proxy):
    """A network on which every connection is encrypted, as the test's server itself can't do.

    Attributes:
        versions: The version of TLS of each connection so far.
    """

    def __init__(self, target: str) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(TLS / "certificate.pem", TLS / "key.pem")
        self.versions: list[str | None] = []
        super().__init__(target)

    def _connect(self, client: socket.socket) -> None:
        assert client.recv(len(TLS_REQUEST)) == TLS_REQUEST
        client.sendall(b"S")
        try:
            encrypted = self._context.wrap_socket(client, server_side=True)
        except OSError:
            # The client has refused the certificate.
            client.close()
            return
        self.versions.append(encrypted.version())
        super()._connect(encrypted)


@pytest.fixture
def network(target: str) -> Iterator[EncryptedProxy]:
    proxy = EncryptedProxy(target)
    yield proxy
    proxy.close()


def checked_url(network: EncryptedProxy, certificate: str) -> str:
    """Return a URL that is used only where the server has this very certificate."""
    url = network.url.replace("127.0.0.1", "localhost")
    return f"{url}?sslmode=verify-full&sslrootcert={TLS / certificate}"


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_every_connection_is_encrypted(network: EncryptedProxy) -> None:
    store = Store.open(checked_url(network, "certificate.pem"))
    store.watch(lambda: None, lambda trouble: None)
    incident = new_incident(store)
    assert store.incidents.get(incident.number).result() == incident
    store.close()
    assert network.versions
    assert set(network.versions) == {"TLSv1.3"}


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_a_server_with_another_certificate_is_refused_in_words(network: EncryptedProxy) -> None:
    with pytest.raises(Unavailable, match="the certificate of the server is not trusted"):
        Store.open(checked_url(network, "other-certificate.pem"))
    assert network.versions == []
