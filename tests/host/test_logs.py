"""The log holds what happened, and no secret."""

import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cockpit.host.logs import FILE, HIDDEN, QUIET, Redactor, start_logs

TOKEN = "default:production.0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def redactor(tmp_path: Path) -> Iterator[Redactor]:
    """Start the log in `tmp_path` for one test."""
    levels = {name: logging.getLogger(name).level for name in QUIET}
    redactor = Redactor()
    end = start_logs(tmp_path / "logs", redactor)
    yield redactor
    end()
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def lines(tmp_path: Path) -> list[dict[str, object]]:
    text = (tmp_path / "logs" / FILE).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.logs_warnings
@pytest.mark.usefixtures("redactor")
def test_every_event_is_one_json_line(tmp_path: Path) -> None:
    logging.getLogger("cockpit.app").info("flag %s\nswitched", "쿠폰")
    logging.getLogger("cockpit.connectors").warning("slow answer after %s s", 3)
    first, second = lines(tmp_path)
    assert first["event"] == "flag 쿠폰\nswitched"
    assert (first["level"], first["logger"]) == ("info", "cockpit.app")
    assert (second["event"], second["level"]) == ("slow answer after 3 s", "warning")
    assert str(first["timestamp"]).endswith("Z")


@pytest.mark.logs_warnings
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")
def test_a_log_that_finds_a_full_disk_says_nothing_and_ends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / FILE).symlink_to("/dev/full")
    end = start_logs(tmp_path, Redactor())
    try:
        for _ in range(2):
            logging.getLogger("cockpit").warning("a line")
    finally:
        end()
    assert capsys.readouterr() == ("", "")


def test_known_secrets_and_what_looks_like_one_are_hidden(
    tmp_path: Path, redactor: Redactor
) -> None:
    redactor.hide(["hunter2hunter2", "abc", 'quo"ted'])
    log = logging.getLogger("cockpit")
    log.info("sent hunter2hunter2 to abc")
    log.info("headers %s", {"Authorization": TOKEN, "x": "plain"})
    log.info("GET https://user:pw@host/x?token=qwerty123&y=1 Bearer abcdef.123")
    log.info("using %s", TOKEN)
    log.info('with quo"ted')
    log.info('{"password": "pass-word-1", "user": "mina"}')
    text = (tmp_path / "logs" / FILE).read_text(encoding="utf-8")
    for secret in ("hunter2", TOKEN, "qwerty123", "abcdef.123", "user:pw", "pass-word-1", "ted"):
        assert secret not in text
    assert text.count(HIDDEN) >= 6
    assert "plain" in text
    assert "mina" in text
    assert "y=1" in text
    assert "abc to abc" not in text
    assert "to abc" in text


@pytest.mark.logs_warnings
def test_a_traceback_shows_no_local_variables(tmp_path: Path, redactor: Redactor) -> None:
    secret = f"in-the-message-{tmp_path.name}"
    redactor.hide([secret])
    token = "local-secret-value"
    problem = ValueError(f"failed with {secret}")
    try:
        assert token
        raise problem
    except ValueError:
        logging.getLogger("cockpit").exception("broken")
    text = (tmp_path / "logs" / FILE).read_text(encoding="utf-8")
    assert text.count("Traceback") == 1
    assert text.count(HIDDEN) == 1
    assert secret not in text
    assert "local-secret-value" not in text


@pytest.mark.logs_warnings
@pytest.mark.usefixtures("redactor")
def test_libraries_that_print_addresses_are_quiet(tmp_path: Path) -> None:
    logging.getLogger("httpx").info("HTTP Request: GET http://x/?token=1")
    logging.getLogger("httpx").warning("odd answer")
    assert [line["event"] for line in lines(tmp_path)] == ["odd answer"]


@pytest.mark.logs_warnings
@pytest.mark.usefixtures("redactor")
def test_only_its_owner_may_read_the_log(tmp_path: Path) -> None:
    logging.getLogger("cockpit").warning("something")
    if os.name == "posix":
        assert (tmp_path / "logs" / FILE).stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "logs").stat().st_mode & 0o777 == 0o700


def test_an_ended_log_leaves_the_program_as_it_was(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = (list(root.handlers), root.level)
    start_logs(tmp_path, Redactor())()
    assert (list(root.handlers), root.level) == before


def test_an_ordinary_text_is_left_alone() -> None:
    text = "flow coupon on android: 12 of 340 attempts failed (NPE at Coupon.kt:41)"
    assert Redactor().redacted(text) == text
