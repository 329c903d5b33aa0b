"""Systems outside: addresses that are safe, and what each needs to be reached."""

from pathlib import Path

import pytest

from cockpit.storage.workspace_sources import is_loopback
from tests.storage.workspaces import changed, places, read, refused

URL = "https://prom.example.com"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://prom.example.com", "cleartext"),
        ("http://10.0.0.1:9090", "cleartext"),
        ("https://169.254.169.254/latest", "link_local"),
        ("http://169.254.169.254", "link_local"),
        ("https://2852039166", "link_local"),
        ("https://0xa9fea9fe", "link_local"),
        ("https://0251.0376.0251.0376", "link_local"),
        ("https://[fe80::1%25eth0]", "link_local"),
        ("https://[::ffff:169.254.169.254]", "link_local"),
        ("https://[fd00:ec2::254]", "link_local"),
        ("https://metadata.google.internal.", "link_local"),
        ("https://0.0.0.0", "link_local"),
        ("https://prom.example.com?x=1", "query_in_address"),
        ("https://prom.example.com/a#b", "query_in_address"),
    ],
)
def test_an_address_that_is_not_safe_is_refused(tmp_path: Path, url: str, code: str) -> None:
    told = refused(tmp_path, changed((f"url: {URL}", f"url: '{url}'")))
    assert places(told) == [(code, 4, "sources.metrics.url")]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9090",
        "http://127.8.9.1",
        "http://[::1]:9090",
        "http://localhost:9090",
        "http://prom.localhost",
        "https://10.0.0.1:9090",
        "https://prom.example.com:8443/base",
    ],
)
def test_cleartext_is_for_this_computer_only(tmp_path: Path, url: str) -> None:
    read(tmp_path, changed((f"url: {URL}", f"url: '{url}'")))


def test_a_proxy_may_be_reached_in_the_clear_but_not_inside_a_cloud(tmp_path: Path) -> None:
    text = f"url: {URL}, proxy: 'http://proxy.example.com:3128'"
    read(tmp_path, changed((f"url: {URL}", text)))
    told = refused(tmp_path, changed((f"url: {URL}", f"url: {URL}, proxy: 'http://169.254.0.1'")))
    assert places(told) == [("link_local", 4, "sources.metrics.proxy")]


@pytest.mark.parametrize(
    ("host", "is_ours"),
    [
        ("localhost", True),
        ("::ffff:127.0.0.1", True),
        ("127.1", True),
        ("localhost.evil.com", False),
    ],
)
def test_this_computer_has_several_names(host: str, is_ours: bool) -> None:
    assert is_loopback(host) is is_ours


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ("auth: bearer", [("needed_for_auth", 4, "sources.metrics.secret")]),
        (
            "auth: basic",
            [
                ("needed_for_auth", 4, "sources.metrics.secret"),
                ("needed_for_auth", 4, "sources.metrics.user"),
            ],
        ),
        ("auth: basic, user: me, secret: prom", []),
        ("auth: headers, secret: prom, token_header: X-Key", []),
        ("secret: prom", [("secret_not_sent", 4, "sources.metrics.secret")]),
        ("headers: {X-Scope-OrgID: shop}", []),
        ("headers: {X-API-Key: abc}", [("secret_header", 4, "sources.metrics.headers.X-API-Key")]),
        ("headers: {Cookie: abc}", [("secret_header", 4, "sources.metrics.headers.Cookie")]),
    ],
)
def test_authentication_has_all_that_it_needs_and_nothing_else(
    tmp_path: Path, extra: str, expected: list[tuple[str, int, str]]
) -> None:
    text = changed((f"url: {URL}", f"url: {URL}, {extra}"))
    if expected:
        assert sorted(places(refused(tmp_path, text))) == sorted(expected)
    else:
        read(tmp_path, text)


def test_a_source_without_a_kind_is_asked_for_nothing_else(tmp_path: Path) -> None:
    told = refused(tmp_path, changed(("{kind: prometheus, ", "{")))
    assert places(told) == [("missing", 4, "sources.metrics.kind")]


def test_a_flag_server_needs_project_and_environment(tmp_path: Path) -> None:
    text = changed(("    project: default\n", ""), ("    environment: production\n", ""))
    assert places(refused(tmp_path, text)) == [
        ("needed_for_flags", 5, "sources.flags.project"),
        ("needed_for_flags", 5, "sources.flags.environment"),
    ]


def test_certificates_are_looked_for_beside_the_file(tmp_path: Path) -> None:
    text = changed((f"url: {URL}", f"url: {URL}, ca_file: ca.pem"))
    (told,) = refused(tmp_path, text)
    assert places((told,)) == [("no_such_file", 4, "sources.metrics.ca_file")]
    assert told.value("file") == str(tmp_path / "ca.pem")
    (tmp_path / "ca.pem").write_text("pem", encoding="utf-8")
    read(tmp_path, text)


@pytest.mark.parametrize("name", ["'a\\0b'", '"a\\0b"', "~nobody-of-this-name/x"])
def test_a_name_that_no_disk_can_hold_is_no_file(tmp_path: Path, name: str) -> None:
    told = refused(tmp_path, changed((f"url: {URL}", f"url: {URL}, client_cert: {name}")))
    assert places(told) == [("no_such_file", 4, "sources.metrics.client_cert")]
