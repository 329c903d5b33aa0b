"""TLS as a source meets it: whom we believe, and whom not."""

import select
import socket
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
import truststore

from cockpit.connectors import tls
from cockpit.connectors.codes import SettingsCode, SourceCode
from cockpit.connectors.http import open_client
from cockpit.ports.errors import UnreachableError
from cockpit.ports.sources import Auth, SourceSettings
from tests.connectors.near import CLOCK, failure, source
from tests.kit import faulty_ways as ways
from tests.kit.faulty import FaultyServer, Talk, faulty, http, saying

OURS = trustme.CA()
STRANGERS = trustme.CA()
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def ca_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("tls") / "ca.pem"
    OURS.cert_pem.write_to_path(str(file))
    return str(file)


@contextmanager
def secured(
    ca: trustme.CA = OURS,
    name: str = "127.0.0.1",
    *,
    ends: datetime | None = None,
    change: Callable[[ssl.SSLContext], None] | None = None,
) -> Iterator[FaultyServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(name, not_after=ends).configure_cert(context)
    if change:
        change(context)
    with faulty(saying(http(ways.SOUND)), context) as server:
        yield server


def patient(url: str, **more: Any) -> SourceSettings:
    """Return settings of a source that a busy computer does not make too late."""
    return source(url, deadline_s=5.0, **more)


def read(settings: SourceSettings) -> int:
    client = open_client(settings, CLOCK)
    try:
        return client.get("/x").status
    finally:
        client.close()


def test_a_certificate_of_the_company_is_believed_when_its_file_is_named(ca_file: str) -> None:
    with secured() as server:
        assert read(patient(server.url, ca_file=ca_file)) == 200


def old(context: ssl.SSLContext) -> None:
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1_1
    context.maximum_version = ssl.TLSVersion.TLSv1_1


BAD = [
    pytest.param(lambda: secured(STRANGERS), SourceCode.CERTIFICATE, id="a stranger's"),
    pytest.param(lambda: secured(name="shop.test"), SourceCode.CERTIFICATE, id="another name"),
    pytest.param(lambda: secured(ends=LONG_AGO), SourceCode.CERTIFICATE, id="expired"),
    pytest.param(lambda: secured(change=old), SourceCode.TLS, id="TLS 1.1"),
]


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated:DeprecationWarning")
@pytest.mark.parametrize(("server_of", "code"), BAD)
def test_a_server_that_does_not_prove_itself_gets_no_request(
    server_of: Callable[[], Iterator[FaultyServer]], code: SourceCode, ca_file: str
) -> None:
    with server_of() as server:  # type: ignore[attr-defined]  # a context manager
        error = failure(lambda: read(patient(server.url, ca_file=ca_file)))
        assert server.seen == []
    assert isinstance(error, UnreachableError)
    assert (error.message.code, error.may_have_applied) == (code, False)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep certificates elsewhere")
def test_variables_of_the_environment_change_nobody_s_trust(
    ca_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", ca_file)
    monkeypatch.setenv("SSL_CERT_DIR", str(Path(ca_file).parent))
    with secured() as server:
        assert failure(lambda: read(patient(server.url))).message.code == SourceCode.CERTIFICATE


def test_keys_are_not_logged_for_a_variable_of_the_environment(
    ca_file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    with secured() as server:
        read(patient(server.url, ca_file=ca_file))
    assert not (tmp_path / "keys").exists()


def test_cleartext_where_tls_is_expected_is_said(ca_file: str) -> None:
    with faulty(saying(http(b"{}"))) as server:
        url = server.url.replace("http:", "https:")
        assert failure(lambda: read(patient(url, ca_file=ca_file))).message.code == SourceCode.TLS


def tunnelling(talk: Talk) -> bool:
    """Connect the client with the server that it names, and pass bytes on both ways."""
    host, port = talk.seen.target.rsplit(":", 1)
    with socket.create_connection((host, int(port))) as there:
        talk.send(b"HTTP/1.1 200 OK\r\n\r\n")
        ways = {talk.raw: there, there: talk.raw}
        while not talk.stop.is_set():
            for ready in select.select(list(ways), [], [], 0.05)[0]:
                data = ready.recv(65536)
                if not data:
                    return False
                ways[ready].sendall(data)
    return False


def test_a_proxy_carries_what_it_cannot_read(ca_file: str) -> None:
    with secured() as server, faulty(tunnelling) as proxy:
        settings = source(
            server.url,
            ca_file=ca_file,
            proxy=proxy.url,
            auth=Auth.BEARER,
            token="canary",
            deadline_s=5.0,
        )
        assert read(settings) == 200
    (seen,) = proxy.seen
    assert (seen.method, seen.target) == ("CONNECT", f"127.0.0.1:{server.port}")
    assert "canary" not in repr(seen)
    assert server.seen[0].headers["authorization"] == "Bearer canary"


def test_a_proxy_that_refuses_has_changed_nothing(ca_file: str) -> None:
    with faulty(saying(http(b"", status=407))) as proxy:
        settings = source("https://127.0.0.1:1", ca_file=ca_file, proxy=proxy.url)
        client = open_client(settings, CLOCK)
        error = failure(lambda: client.post("/off"))
        client.close()
    assert (error.message.code, error.may_have_applied) == (SourceCode.PROXY, False)


@pytest.mark.slow
def test_a_client_certificate_proves_who_we_are(ca_file: str, tmp_path: Path) -> None:
    file = tmp_path / "me.pem"
    OURS.issue_cert("mina@example.test").private_key_and_cert_chain_pem.write_to_path(str(file))

    def asking(context: ssl.SSLContext) -> None:
        OURS.configure_trust(context)
        context.verify_mode = ssl.CERT_REQUIRED

    with secured(change=asking) as server:
        assert read(patient(server.url, ca_file=ca_file, client_cert=str(file))) == 200
        assert isinstance(
            failure(lambda: read(patient(server.url, ca_file=ca_file))), UnreachableError
        )


@pytest.mark.parametrize(
    ("setting", "code"),
    [("ca_file", SettingsCode.CA_FILE), ("client_cert", SettingsCode.CLIENT_CERT)],
)
@pytest.mark.parametrize("content", [None, "no certificate"], ids=["missing", "unreadable"])
def test_a_file_that_cannot_be_used_is_named(
    setting: str, code: SettingsCode, content: str | None, tmp_path: Path
) -> None:
    file = tmp_path / "some.pem"
    if content:
        file.write_text(content, encoding="utf-8")
    settings = source("https://127.0.0.1:1", **{setting: str(file)})
    error = failure(lambda: open_client(settings, CLOCK))
    assert (error.message.code, error.message.value("path")) == (code, str(file))


def test_other_systems_ask_their_own_store() -> None:
    assert isinstance(tls.system_context("win32"), truststore.SSLContext)
    assert isinstance(tls.system_context("darwin"), truststore.SSLContext)


def test_a_linux_without_certificates_trusts_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tls, "system_files", lambda: ())
    assert tls.system_context("linux").get_ca_certs() == []
