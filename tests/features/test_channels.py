"""Channels from the command line: what is there, and a test that is evidence."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.connectors.fake_alertmanager import FakeAlertmanager
from tests.features.home import Home
from tests.kit.faulty import FaultyServer, closed_port, faulty, http, saying

pytestmark = pytest.mark.slow

CANARY = "canary-77aa"


@pytest.fixture
def chat() -> Iterator[FaultyServer]:
    with faulty(saying(http(b"ok", kind="text/html"))) as server:
        yield server


def home(folder: Path, chat_url: str, pager_url: str) -> Home:
    """Return a computer whose workspace tells a chat and an Alertmanager."""
    made = Home(folder, secrets={"chat": f"{chat_url}/services/{CANARY}"})
    assert made.run("init", str(made.workspace)).status == 0
    text = made.file.read_text(encoding="utf-8")
    here = "    desktop: {kind: desktop, language: ko, alerts: act_now} # act_now, watch, none\n"
    assert here in text
    more = (
        f'    chat: {{kind: slack, url: "{chat_url}", secret: chat}}\n'
        f'    pager: {{kind: alertmanager, url: "{pager_url}", launch_log: false}}\n'
    )
    made.file.write_text(text.replace(here, here + more), encoding="utf-8")
    return made


def test_a_test_of_a_channel_is_sent_said_and_written_down(
    tmp_path: Path, chat: FaultyServer
) -> None:
    with faulty(FakeAlertmanager()) as pager:
        here = home(tmp_path, chat.url, pager.url)
        listed = here.run("channels", "list")
        assert listed.status == 0
        assert all(name in listed.out for name in ("chat", "pager"))
        assert here.run("channels", "list", "--json").json["pager"]["launch_log"] is False
        for name in ("chat", "pager"):
            said = here.run("channels", "test", name, "--json")
            assert said.status == 0, said.text
            test = said.json["test"]
            assert (test["is_delivered"], test["status"]) == (True, 200)
            assert test["is_shown"] is (True if name == "pager" else None)
            said.check_is_plain()
        (seen,) = chat.seen
        assert seen.target == f"/services/{CANARY}"
        assert len(pager.seen) == 3  # begun, looked at, ended
    export = tmp_path / "rows.jsonl"
    assert here.run("audit", "export", str(export)).status == 0
    rows = export.read_text(encoding="utf-8")
    assert rows.count("channel.tested/1") == 2
    assert CANARY not in rows


def test_a_channel_that_fails_says_why(tmp_path: Path) -> None:
    nowhere = f"http://127.0.0.1:{closed_port()}"
    here = home(tmp_path, nowhere, nowhere)
    for name in ("chat", "pager"):
        said = here.run("channels", "test", name)
        assert said.status == 1
        said.check_is_plain()
        assert CANARY not in said.text
    assert here.run("channels", "test", "nobody").status == 1


def test_what_may_have_arrived_is_neither_yes_nor_no(tmp_path: Path) -> None:
    with faulty(saying(http(b"", status=502))) as chat:
        said = home(tmp_path, chat.url, chat.url).run("channels", "test", "chat")
    assert said.status == 2
    said.check_is_plain()


def test_check_tells_of_channels_too(tmp_path: Path, chat: FaultyServer) -> None:
    with faulty(FakeAlertmanager()) as pager:
        here = home(tmp_path, chat.url, pager.url)
        said = here.run("check")
        assert "pager" in said.text
        assert "chat" in said.text
        said.check_is_plain()
        assert chat.seen == []
        assert {one.method for one in pager.seen} == {"GET"}
    assert json.dumps(CANARY) not in said.text
