"""Channels from the command line: what is there, and a test that is evidence."""

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.connectors.fake_alertmanager import FakeAlertmanager
from tests.features.home import Home
from tests.kit.faulty import FaultyServer, Talk, closed_port, faulty, http, saying

pytestmark = pytest.mark.slow

CANARY = "canary-77aa"
SOON_S = 60.0


class Chat:
    """A chat that takes everything; `heard` are the texts."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._changed = threading.Condition()

    def __call__(self, talk: Talk) -> bool:
        with self._changed:
            self.heard.append(json.loads(talk.seen.body)["text"])
            self._changed.notify_all()
        talk.send(http(b"ok", kind="text/html"))
        return True

    def until(self, text: str) -> None:
        """Wait until somebody has said so."""
        with self._changed:
            is_said = self._changed.wait_for(lambda: text in "".join(self.heard), SOON_S)
        assert is_said, self.heard


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


def test_a_watch_tells_what_other_commands_do_once(tmp_path: Path) -> None:
    heard = Chat()
    with faulty(heard) as chat:
        here = home(tmp_path, chat.url, f"http://127.0.0.1:{closed_port()}")
        watches = [here.start("watch", "--seconds", "90") for _ in range(2)]
        try:
            for watch in watches:
                assert watch.stdin is not None
                watch.stdin.write(here.given())
                watch.stdin.flush()
            wait_for(here.journal.parent / "herald.seq")
            said = here.run("launch", "new", "3.2.0", "--build", "320", "--baseline", "3.1.4")
            assert said.status == 0, said.text
            heard.until("출시 윈도우 열림: 3.2.0 (빌드 320), 기준 3.1.4")
            assert here.run("launch", "hold", "--reason", "lunch").status == 0
            heard.until("보류")
        finally:
            for watch in watches:
                watch.kill()
                watch.communicate()
    assert len(heard.heard) == 2
    assert CANARY not in "".join(heard.heard)


def wait_for(file: Path) -> None:
    """Wait until the file is there: somebody holds the office, and knows how far it has come."""
    until_s = time.monotonic() + SOON_S
    while not file.exists():
        assert time.monotonic() < until_s, f"{file} did not come"
        time.sleep(0.05)  # noqa: TID251 - another process writes it
