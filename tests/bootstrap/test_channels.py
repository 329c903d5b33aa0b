"""From the file to carriers: each with its own secret, and one that is broken takes none along."""

import json
from pathlib import Path

import pytest

from cockpit.bootstrap.channels import carriers, channel_tested, speaking
from cockpit.bootstrap.secrets import session_store
from cockpit.domain.message import Message
from cockpit.ports.errors import SourceError
from cockpit.ports.workspace import Workspace
from tests.kit.fakes_acting import FakeClock
from tests.kit.faulty import faulty, http, saying
from tests.kit.monitoring import workspace
from tests.kit.notes import note


def given(**channels: dict[str, object]) -> Workspace:
    return workspace(alerts={"channels": channels})


def reason(carrier: object) -> str:
    with pytest.raises(SourceError) as failed:
        carrier.send(note())  # type: ignore[attr-defined]
    return failed.value.message.code


def test_each_channel_gets_its_own_secret_and_no_other(tmp_path: Path) -> None:
    with faulty(saying(http(b"ok"))) as server:
        here = given(
            chat={"kind": "slack", "url": server.url, "secret": "hook"},
            pager={"kind": "alertmanager", "url": server.url, "auth": "bearer", "secret": "am"},
        )
        secrets = {"hook": f"{server.url}/services/x", "am": "am-token"}
        found = carriers(here, tmp_path, session_store(here, secrets), FakeClock())
        for carrier in found.values():
            carrier.send(note())
            carrier.close()
    chat, pager = server.seen
    assert (chat.target, "authorization" in chat.headers) == ("/services/x", False)
    assert (pager.target, pager.headers["authorization"]) == ("/api/v2/alerts", "Bearer am-token")


def test_a_channel_without_its_secret_says_so_and_takes_no_other_along(tmp_path: Path) -> None:
    with faulty(saying(http(b"ok"))) as server:
        here = given(
            chat={"kind": "slack", "url": server.url, "secret": "hook"},
            pager={"kind": "alertmanager", "url": server.url},
        )
        found = carriers(here, tmp_path, session_store(here, {}), FakeClock())
        assert reason(found["chat"]) == "boot.no_secret"
        found["pager"].send(note())
        found["pager"].close()


def test_the_labels_of_the_file_go_with_every_alert(tmp_path: Path) -> None:
    with faulty(saying(http(b""))) as server:
        here = given(pager={"kind": "alertmanager", "url": server.url, "labels": {"team": "shop"}})
        found = carriers(here, tmp_path, session_store(here, {}), FakeClock())
        found["pager"].send(note())
        found["pager"].close()
    assert json.loads(server.seen[0].body)[0]["labels"]["team"] == "shop"


def test_a_test_speaks_the_language_of_its_channel(tmp_path: Path) -> None:
    with faulty(saying(http(b"ok"))) as server:
        texts = []
        for language in ("ko", "en"):
            chat: dict[str, object] = {
                "kind": "slack",
                "url": server.url,
                "secret": "hook",
                "language": language,
            }
            here = given(chat=chat)
            store = session_store(here, {"hook": f"{server.url}/services/x"})
            carrier = carriers(here, tmp_path, store, FakeClock())["chat"]
            assert channel_tested(here, "chat", carrier, FakeClock(), "mina").is_proved
            carrier.close()
            texts.append(json.loads(server.seen[-1].body)["text"])
    korean, english = texts
    assert "[시험]" in korean
    assert "[Test]" in english


def test_a_flow_is_called_by_its_name_in_the_language() -> None:
    here = given()
    said = [
        speaking(here, one)(Message("measured.flag_on", (("flag", "x"),))) for one in ("ko", "en")
    ]
    assert len(set(said)) == 2
