"""Connectors are opened with their own secrets only; a broken one takes no other with it."""

from pathlib import Path
from typing import Any

import pytest

from cockpit.bootstrap.codes import BootCode
from cockpit.bootstrap.secrets import origins_of, session_store
from cockpit.bootstrap.sources import Secrets, connected, kinds, origin_of
from cockpit.domain.message import Message
from cockpit.ports.errors import SourceError, UnreachableError
from cockpit.ports.secrets import SecretsError
from tests.kit.fakes_acting import FakeClock
from tests.kit.faulty import faulty, http, saying
from tests.kit.monitoring import workspace

FLAGS = {
    "kind": "unleash",
    "url": "http://127.0.0.1:4242",
    "project": "default",
    "environment": "production",
    "auth": "headers",
    "secret": "admin",
    "client_secret": "client",
}
DEPLOY = {"kind": "webhook", "url": "http://127.0.0.1:4300", "auth": "bearer", "secret": "deploy"}


def sources(**changed: Any) -> dict[str, Any]:
    metrics = {"kind": "prometheus", "url": "http://127.0.0.1:9090"}
    return {"metrics": metrics, "flags": FLAGS, "deploy": DEPLOY, **changed}


def given(**changed: Any) -> Any:
    return workspace(sources=sources(**changed))


class Locked:
    """A keyring that nobody has unlocked."""

    def read(self, origin: str, name: str) -> str | None:
        raise SecretsError(Message("test.locked"))


def reason(call: Any, *values: Any) -> Message:
    with pytest.raises(SourceError) as raised:
        call(*values)
    return raised.value.message


def opened(secrets: Secrets, tmp_path: Path, **changed: Any) -> Any:
    return connected(given(**changed), tmp_path, secrets, FakeClock())


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://shop.test", "https://shop.test:443"),
        ("https://shop.test/", "https://shop.test:443"),
        ("https://SHOP.test/unleash/api?x=1", "https://shop.test:443"),
        ("http://127.0.0.1:9090/select/0", "http://127.0.0.1:9090"),
        ("http://localhost", "http://localhost:80"),
        ("http://[::1]:9090/x", "http://[::1]:9090"),
        ("https://shop.test:8443", "https://shop.test:8443"),
    ],
)
def test_a_secret_is_bound_to_scheme_host_and_port(url: str, origin: str) -> None:
    assert origin_of(url) == origin


def test_another_port_or_scheme_is_another_origin() -> None:
    urls = ("https://a.test", "http://a.test", "https://a.test:444", "https://b.test")
    assert len({origin_of(url) for url in urls}) == len(urls)


def test_a_missing_secret_is_told_by_the_source_that_needs_it(tmp_path: Path) -> None:
    store = session_store(given(), {"deploy": "d-token"})
    found = opened(store, tmp_path)
    told = reason(found.flags["flags"].read, "coupon_v2")
    assert told.code == BootCode.NO_SECRET
    assert dict(told.values)["source"] == "flags"
    assert found.rollbacks["deploy"].close() is None
    found.close()


def test_a_locked_keyring_leaves_the_sources_that_need_no_secret(tmp_path: Path) -> None:
    with faulty(
        saying(http(b'{"status":"success","data":{"resultType":"vector","result":[]}}'))
    ) as up:
        metrics = {"kind": "prometheus", "url": up.url}
        found = opened(Locked(), tmp_path, metrics=metrics)
        calls = {"flags": found.flags["flags"].read, "deploy": found.rollbacks["deploy"].find}
        for source, call in calls.items():
            told = reason(call, "x")
            assert told.code == BootCode.NO_KEYRING_FOR
            assert (told.value("source"), told.value("told")) == (source, Message("test.locked"))
        found.metrics["metrics"].probe()
        found.close()


def test_an_absent_source_may_not_have_applied_anything(tmp_path: Path) -> None:
    found = opened(Locked(), tmp_path)
    with pytest.raises(UnreachableError) as raised:
        found.flags["flags"].turn_off("coupon_v2", operation_id="o1")
    assert not raised.value.may_have_applied
    found.close()


def test_a_broken_certificate_takes_no_other_source_with_it(tmp_path: Path) -> None:
    broken = {**FLAGS, "url": "https://127.0.0.1:4242", "ca_file": "nowhere.pem"}
    store = session_store(given(flags=broken), {"admin": "a", "client": "c", "deploy": "d"})
    found = opened(store, tmp_path, flags=broken)
    assert reason(found.flags["flags"].read, "coupon_v2").code.startswith("source.")
    assert found.rollbacks["deploy"].close() is None
    found.close()


def test_a_secret_goes_to_the_origins_that_name_it_and_to_no_other() -> None:
    here = given()
    assert origins_of(here, "admin") == ("http://127.0.0.1:4242",)
    assert origins_of(here, "nobody") == ()
    store = session_store(here, {"admin": "a-token", "nobody": "n-token"})
    assert store.read("http://127.0.0.1:4242", "admin") == "a-token"
    assert store.read("http://127.0.0.1:4300", "admin") is None
    assert store.read("http://127.0.0.1:4242", "nobody") is None


def test_each_request_carries_the_token_of_its_own_source(tmp_path: Path) -> None:
    with faulty(saying(http(b"{}", status=404))) as server:
        flags, deploy = {**FLAGS, "url": server.url}, {**DEPLOY, "url": server.url}
        here = given(flags=flags, deploy=deploy)
        tokens = {"admin": "a-token", "client": "c-token", "deploy": "d-token"}
        found = connected(here, tmp_path, session_store(here, tokens), FakeClock())
        reason(found.flags["flags"].read, "coupon_v2")
        reason(found.rollbacks["deploy"].find, "o1")
        seen = [one.headers.get("authorization") for one in server.seen]
        assert seen[0] == "a-token"
        assert seen[-1] == "Bearer d-token"
        found.close()


def test_every_kind_of_the_template_is_known() -> None:
    known = kinds()
    assert "prometheus" in known.metrics
    assert "unleash" in known.flags
    assert "webhook" in known.rollbacks
    assert known.channels == {"desktop", "slack", "alertmanager"}
