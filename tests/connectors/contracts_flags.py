"""What any flag server that speaks as Unleash does must do for the connector."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from urllib.request import Request, urlopen

import pytest
from msgspec import Struct

from cockpit.connectors.codes import FlagCode
from cockpit.connectors.flags.unleash import connect
from cockpit.ports.errors import BadAnswerError, Refusal, RefusedError
from cockpit.ports.flags import FlagControl, FlagState
from cockpit.ports.sources import SourceSettings
from tests.connectors.near import CLOCK, failure

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
SEEN_WITHIN_S = 5.0


class Server(Struct, frozen=True):
    """A running flag server with its tokens; `viewer_token` may read and not switch."""

    url: str
    admin_token: str
    client_token: str
    viewer_token: str

    @property
    def settings(self) -> SourceSettings:
        """Return the settings of a source for `production` of the project `default`."""
        return SourceSettings(
            name="flags",
            kind="unleash",
            url=self.url,
            token=self.admin_token,
            client_token=self.client_token,
            options=(("project", "default"), ("environment", "production")),
        )

    def call(self, method: str, path: str, body: object = None) -> None:
        """Send a request as the administrator, past the connector."""
        request = Request(f"{self.url}{path}", method=method)  # noqa: S310 - on this computer
        request.add_header("Authorization", self.admin_token)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        with urlopen(request, timeout=10) as answer:  # noqa: S310 - on this computer
            answer.read()

    def make(self, flag: str, *, rollouts: tuple[str, ...] = ("5",)) -> None:
        """Make a flag that is off in production, with so many gradual rollouts."""
        features = "/api/admin/projects/default/features"
        self.call("POST", features, {"name": flag})
        for pct in rollouts:
            parameters = {"rollout": pct, "stickiness": "default", "groupId": flag}
            self.call(
                "POST",
                f"{features}/{flag}/environments/production/strategies",
                {"name": "flexibleRollout", "parameters": parameters},
            )

    def archive(self, flag: str) -> None:
        """Archive a flag."""
        self.call("DELETE", f"/api/admin/projects/default/features/{flag}")


@contextmanager
def opened(server: Server, **changes: object) -> Iterator[FlagControl]:
    """Open the connector, with some settings changed."""
    flags = connect(replace(server.settings, **changes), CLOCK)  # type: ignore[arg-type]
    try:
        yield flags
    finally:
        flags.close()


Wait = Callable[[Callable[[], bool], float], None]
"""Waits until something is true, at most so many seconds."""


def walk(server: Server, wait_until: Wait) -> None:
    """List, read, on, read back, off, off again, percentage, events: one flag's whole life."""
    flag = "contract_walk"
    server.make(flag)
    with opened(server) as flags:

        def seen(*, enabled: bool, exposure_pct: float) -> bool:
            told = flags.served(flag)
            return (told.enabled, told.exposure_pct) == (enabled, exposure_pct)

        assert flags.warm().round_trip_s > 0
        assert FlagState(flag, "production", False, None, True) in flags.list_flags()
        assert flags.read(flag) == FlagState(flag, "production", False, 5.0, True)
        flags.turn_on(flag, operation_id="op-on")
        assert flags.read(flag).enabled
        wait_until(lambda: seen(enabled=True, exposure_pct=5.0), SEEN_WITHIN_S)
        before = flags.served(flag).revision
        flags.turn_off(flag, operation_id="op-off")
        flags.turn_off(flag, operation_id="op-off")
        assert not flags.read(flag).enabled
        wait_until(lambda: seen(enabled=False, exposure_pct=5.0), SEEN_WITHIN_S)
        after = flags.served(flag).revision
        assert before is not None
        assert after is not None
        assert after > before
        flags.set_exposure(flag, 20, operation_id="op-20")
        assert flags.read(flag).exposure_pct == 20.0
        wait_until(lambda: seen(enabled=False, exposure_pct=20.0), SEEN_WITHIN_S)
        kinds = [event.kind for event in flags.events(flag, since=LONG_AGO)]
        assert kinds == [
            "feature-created",
            "feature-strategy-add",
            "feature-environment-enabled",
            "feature-environment-disabled",
            "feature-strategy-update",
        ]
        events = flags.events(flag, since=LONG_AGO)
        assert flags.events(flag, since=events[2].at) == events[2:]
        assert {event.flag for event in events} == {flag}
        assert {event.by for event in events} == {flags.own_name()}
        assert flags.events("never_made", since=LONG_AGO) == ()


def refuse(server: Server) -> None:
    """Refuse what must be refused, each with its own reason."""
    server.make("contract_bare", rollouts=())
    server.make("contract_two", rollouts=("5", "10"))
    server.make("contract_old")
    server.archive("contract_old")
    with opened(server) as flags:
        for call, code in (
            (lambda: flags.turn_on("contract_bare", operation_id="o"), FlagCode.NO_STRATEGY),
            (
                lambda: flags.set_exposure("contract_two", 20, operation_id="o"),
                FlagCode.NO_SINGLE_ROLLOUT,
            ),
            (lambda: flags.read("contract_none"), FlagCode.NO_FLAG),
            (lambda: flags.turn_off("contract_none", operation_id="o"), FlagCode.NO_FLAG),
            (lambda: flags.turn_off("contract_old", operation_id="o"), FlagCode.ARCHIVED),
            (lambda: flags.read("contract_old"), FlagCode.ARCHIVED),
        ):
            assert must_refuse(call).message.code == code
        assert flags.read("contract_two").exposure_pct is None
        assert not flags.served("contract_old").enabled


ELSEWHERE = (("project", "default"), ("environment", "mars"))
FOREIGN = (("project", "nope"), ("environment", "production"))


def refuse_strangers(server: Server) -> None:
    """Tell wrong tokens and wrong places apart."""
    server.make("contract_kept")
    for changes, code, refusal in (
        ({"token": "*:*.wrong"}, FlagCode.TOKEN_UNKNOWN, Refusal.TOKEN_UNKNOWN),
        ({"token": None}, FlagCode.TOKEN_MISSING, Refusal.TOKEN_UNKNOWN),
        ({"token": server.client_token}, FlagCode.TOKEN_KIND, Refusal.NOT_ALLOWED),
        ({"token": server.viewer_token}, FlagCode.NOT_ALLOWED, Refusal.NOT_ALLOWED),
        ({"options": ELSEWHERE}, FlagCode.NO_ENVIRONMENT, Refusal.NOT_FOUND),
        ({"options": FOREIGN}, FlagCode.OTHER_PROJECT, Refusal.NOT_FOUND),
    ):
        with opened(server, **changes) as flags:
            error = must_refuse(lambda: flags.turn_off("contract_kept", operation_id="o"))
        assert (error.message.code, error.refusal) == (code, refusal)
    for changes in ({"options": ELSEWHERE}, {"options": FOREIGN}):
        with opened(server, **changes) as flags:
            assert isinstance(failure(lambda: flags.served("contract_kept")), BadAnswerError)
    with opened(server, client_token="wrong") as flags:
        assert must_refuse(lambda: flags.served("a")).refusal is Refusal.TOKEN_UNKNOWN
    with opened(server, options=ELSEWHERE) as flags:
        error = must_refuse(lambda: flags.read("contract_kept"))
        assert error.message.code == FlagCode.NO_ENVIRONMENT
        assert must_refuse(flags.list_flags).message.code == FlagCode.NO_ENVIRONMENT
    with opened(server) as flags:
        assert flags.read("contract_kept").has_strategies


def must_refuse(call: Callable[[], object]) -> RefusedError:
    """Return the refusal that the call ends with."""
    with pytest.raises(RefusedError) as caught:
        call()
    return caught.value
