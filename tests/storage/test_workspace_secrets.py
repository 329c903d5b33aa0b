"""Tokens in the file are found, and never repeated."""

from pathlib import Path

import pytest

from cockpit.storage.workspace_secrets import looks_secret, secret_lines
from tests.storage.workspaces import GOOD, RESOURCES, changed, places, refused

HEX = "0123456789abcdef" * 2
SECRETS = [
    f"user:{HEX}",
    f"*:*.{HEX}",
    f"default:production.{HEX}",
    f"[]:development.{HEX}",
    "*:*.unleash-insecure-admin-api-token",
    "ghp_0123456789abcdefghij0123456789abcdef",
    "github_pat_0123456789abcdefghij",
    "glpat-0123456789abcdefghij",
    "xoxb-0123456789-abcdef",
    "glsa_0123456789abcdefghij_0123",
    "AKIAIOSFODNN7EXAMPLE",
    "sk-0123456789abcdefghij",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc",
    "Bearer abcdefghijklmnop1234",
    "basic dXNlcjpwYXNzd29yZA==",
    "-----BEGIN PRIVATE KEY-----",
    "-----BEGIN RSA PRIVATE KEY-----",
    "https://hooks.slack.com/services/T000/B000/XXXX",
    HEX,
    HEX.upper() * 2,
    "aGVsbG8gd29ybGQgdGhpcyBpcyBhIHNlY3JldCBrZXkx",
    "password=aGVsbG8gd29ybGQgdGhpcyBpcyBhIHNlY3JldCBrZXkx==",
    "key:0123456789abcdef0123456789abcdef01234567",
]


@pytest.mark.parametrize("text", SECRETS)
def test_what_looks_like_a_token_is_taken_for_one(text: str) -> None:
    assert looks_secret(text)
    assert looks_secret(f"  secret: '{text}' # mine")


@pytest.mark.parametrize(
    "text",
    [
        "unleash-admin",
        "https://prometheus.example.com:9090/select/0/prometheus",
        "https://athena.example.com/query/0123456789abcdef0123456789abcdef01234567",
        "http://prom.monitoring.svc:9090.",
        'shop_recommendation_impressions_and_clicks_total{flow="coupon",try="first"}',
        "job:http_requests:rate5m",
        "2026-12-24T00:00:00+09:00",
        "ca_file: /etc/ssl/certs/Company-Root-CA-2024-of-the-Whole-Company.pem",
        "C:\\Users\\Mina\\Documents\\Company-Root-CA-2024-of-the-Whole.pem",
        "01012345678901234567890123456789012",
        "basic instructions",
        "kind: prometheus # VictoriaMetrics, Thanos, Mimir",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOP",
    ],
)
def test_what_people_write_is_taken_for_none(text: str) -> None:
    assert not looks_secret(text)


def test_a_token_is_refused_with_its_line_and_is_in_no_message(tmp_path: Path) -> None:
    for secret in SECRETS:
        told = refused(tmp_path, changed(("secret: unleash-admin", f"secret: '{secret}'")))
        assert ("secret", 11, None) in places(told)
        assert secret not in repr(told)


def test_a_token_in_a_comment_or_in_broken_notation_is_found_too(tmp_path: Path) -> None:
    assert places(refused(tmp_path, f"{GOOD}# ghp_{HEX}\n")) == [("secret", 37, None)]
    assert places(refused(tmp_path, f"a: [\n# ghp_{HEX}\n")) == [
        ("secret", 2, None),
        ("not_yaml", 3, None),
    ]


def test_a_token_over_several_lines_is_not_repeated(tmp_path: Path) -> None:
    half = "0123456789abcdef"
    told = refused(tmp_path, changed(("auth: headers", f'auth: "{half}\\\n      {half}"')))
    assert half not in repr(told)


def test_a_public_key_is_no_secret_under_its_own_name_alone() -> None:
    key = "3tuwDRKFEWYz7K0g2PFSJ3ryEoOfkdFERzIVEpBTKg8="
    for line in (f"{{id: mina, public_key: {key}, name: Mina}}", f'public_key: "{key}"'):
        assert not list(secret_lines(line))
    for line in (f"{{id: mina, contact: {key}}}", f"# public_key: {key} {key}", f"key: {key}"):
        assert list(secret_lines(line))


def test_the_template_holds_nothing_that_looks_secret() -> None:
    text = (RESOURCES / "workspace" / "cockpit.yaml").read_text(encoding="utf-8")
    assert not any(looks_secret(line) for line in text.splitlines())
