"""Where requests may go, and where not."""

import pytest

from cockpit.connectors.addresses import address_of, is_forbidden, is_loopback, segment
from cockpit.connectors.codes import SettingsCode
from cockpit.connectors.http import open_client
from cockpit.ports.errors import Refusal, RefusedError, UnreachableError
from cockpit.ports.sources import Auth
from tests.connectors.near import CLOCK, failure, source

GOOD = [
    ("https://prom.example.test", "https://prom.example.test:443"),
    ("https://Prom.Example.test:8443/a/b/", "https://prom.example.test:8443/a/b"),
    ("http://localhost:9090", "http://localhost:9090"),
    ("http://127.0.0.9:9090", "http://127.0.0.9:9090"),
    ("http://[::1]:9090/x", "http://[::1]:9090/x"),
    ("https://10.0.0.7", "https://10.0.0.7:443"),
    ("https://상점.example.test", "https://xn--hg4bs7k.example.test:443"),
]


@pytest.mark.parametrize(("url", "base_url"), GOOD)
def test_an_address_is_read_into_its_parts(url: str, base_url: str) -> None:
    assert address_of(url, "shop").base_url == base_url


BAD = [
    ("ftp://prom.example.test", SettingsCode.SCHEME),
    ("file:///etc/passwd", SettingsCode.SCHEME),
    ("prom.example.test:9090", SettingsCode.SCHEME),
    ("", SettingsCode.BAD_URL),
    ("https://", SettingsCode.BAD_URL),
    ("https://a.test:99999", SettingsCode.BAD_URL),
    ("https://a.test:0", SettingsCode.BAD_URL),
    ("https://a.test:x", SettingsCode.BAD_URL),
    ("https://a.test/?q=1", SettingsCode.BAD_URL),
    ("https://a.test/#x", SettingsCode.BAD_URL),
    ("https://a.test\\@b.test/", SettingsCode.CREDENTIALS),
    ("https://a.test\\b/", SettingsCode.BAD_URL),
    ("https://a.test/\r\nX: y", SettingsCode.BAD_URL),
    ("https://a.test/ b", SettingsCode.BAD_URL),
    ("https://a..test/", SettingsCode.BAD_URL),
    ("https://[::1/", SettingsCode.BAD_URL),
    ("https://mina:secret@a.test", SettingsCode.CREDENTIALS),
    ("https://secret@a.test", SettingsCode.CREDENTIALS),
    ("https://169.254.169.254/latest", SettingsCode.FORBIDDEN_ADDRESS),
    ("http://169.254.169.254/latest", SettingsCode.FORBIDDEN_ADDRESS),
    ("https://[fe80::1]/", SettingsCode.FORBIDDEN_ADDRESS),
    ("https://[::ffff:169.254.169.254]/", SettingsCode.FORBIDDEN_ADDRESS),
    ("https://[fd00:ec2::254]/", SettingsCode.FORBIDDEN_ADDRESS),
    ("http://prom.example.test", SettingsCode.CLEARTEXT),
    ("http://10.0.0.7", SettingsCode.CLEARTEXT),
    ("http://0.0.0.0", SettingsCode.CLEARTEXT),
    ("http://localhost.example.test", SettingsCode.CLEARTEXT),
]


@pytest.mark.parametrize(("url", "code"), BAD)
def test_an_address_that_must_not_be_used_is_refused_before_anything_is_sent(
    url: str, code: SettingsCode
) -> None:
    error = failure(lambda: open_client(source(url, token="canary"), CLOCK))
    assert isinstance(error, UnreachableError)
    assert error.message.code == code
    assert not error.may_have_applied
    assert "secret" not in repr(error.message)


def test_names_are_judged_when_they_are_looked_up() -> None:
    assert not is_forbidden("metadata.example.test")
    assert not is_loopback("metadata.example.test")


@pytest.mark.parametrize("name", ["", ".", "..", "a\nb"])
def test_a_name_that_would_move_the_path_is_refused(name: str) -> None:
    error = failure(lambda: segment(name, "shop"))
    assert isinstance(error, RefusedError)
    assert error.refusal is Refusal.BAD_REQUEST


def test_a_name_stays_one_segment_of_the_path() -> None:
    assert segment("a/../b?c#d é", "shop") == "a%2F..%2Fb%3Fc%23d%20%C3%A9"


BAD_SETTINGS = [
    ({"token": "two words", "auth": Auth.BEARER}, SettingsCode.TOKEN),
    ({"token": "line\r\nX: y", "auth": Auth.BEARER}, SettingsCode.TOKEN),
    ({"token": "", "auth": Auth.BEARER}, SettingsCode.TOKEN),
    ({"token": "비밀", "auth": Auth.HEADERS}, SettingsCode.TOKEN),
    ({"headers": (("X Y", "z"),)}, SettingsCode.HEADER),
    ({"headers": (("X", "z\r\nA: b"),)}, SettingsCode.HEADER),
    ({"token": "t", "auth": Auth.HEADERS, "token_header": "A:"}, SettingsCode.HEADER),
    ({"proxy": "socks5://proxy.test:1080"}, SettingsCode.PROXY),
    ({"proxy": "http://mina:pw@proxy.test:3128"}, SettingsCode.PROXY),
    ({"proxy": "http://"}, SettingsCode.PROXY),
    ({"proxy": "http://proxy.test:x"}, SettingsCode.PROXY),
]


@pytest.mark.parametrize(("settings", "code"), BAD_SETTINGS)
def test_settings_that_cannot_be_sent_are_refused_without_being_told(
    settings: dict[str, object], code: SettingsCode
) -> None:
    error = failure(lambda: open_client(source("https://a.test", **settings), CLOCK))
    assert error.message.code == code
    assert dict(error.message.values) == {"source": "shop"}


def test_a_token_does_not_go_through_a_proxy_in_cleartext() -> None:
    settings = source("http://localhost:9090", proxy="http://127.0.0.1:3128")
    assert failure(lambda: open_client(settings, CLOCK)).message.code == SettingsCode.PROXY
