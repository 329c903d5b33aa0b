"""One case of the kill matrix: press, be killed, start again, compare all claims with the truth."""

import json
import os
import signal
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct
from typing_extensions import override

from cockpit.domain.operations import Lever
from tests.features.kill.victim import (
    DEADLINE_S,
    Point,
    Scene,
    begin_journal,
    press,
    start_again,
)
from tests.kit.child import in_a_child
from tests.kit.faulty_flags import LATE_ONES, LATE_S, Behaviour, FaultyFlags

AT_REST_S = 0.7
SEEN_WITHIN_S = 6.0
TOO_OLD_S = 660.0
PATIENCE_S = 15.0


class KillCase(Struct, frozen=True):
    """Which lever is pulled, how the server behaves, where the program dies, and how long ago."""

    lever: Lever
    behaviour: Behaviour
    point: Point
    is_old: bool = False

    @override
    def __str__(self) -> str:
        age = " long ago" if self.is_old else ""
        return f"{self.lever.value}, {self.behaviour.value}, killed {self.point.value}{age}"


def violations(case: KillCase, server: FaultyFlags, folder: Path) -> list[str]:
    """Play the case and return every promise that was broken."""
    case_id = folder.name
    scene = Scene(server.url(case_id), folder / "journal.db")
    before = Scene(scene.url, scene.journal, -TOO_OLD_S if case.is_old else 0.0)
    _finish(in_a_child(partial(begin_journal, scene)))
    hold_s = DEADLINE_S / 2 if case.point is Point.SENT else 0.0
    server.behave(
        case_id,
        behaviour=case.behaviour.value,
        journal=str(scene.journal),
        enabled=case.lever is not Lever.FLAG_ON,
        hold_s=hold_s,
    )
    victim = in_a_child(partial(press, before, case.lever, "op-1", case.point))
    if case.point is Point.SENT:
        _kill_once_sent(victim, case_id, server)
    _finish(victim)
    server.behave(case_id, hold_s=0.0)
    sent = server.record(case_id)["requests"]

    result = folder / "next.json"
    next_start = partial(start_again, scene, AT_REST_S, _late_left_s(case, sent), result)
    if _finish(in_a_child(next_start)) != 0:
        return ["the next start failed"]
    told = json.loads(result.read_text("utf-8"))
    return [*_broken(case, told, server.record(case_id), len(sent))]


def _late_left_s(case: KillCase, sent: Sequence[dict[str, Any]]) -> float:
    """Return how long it may take until what was sent, or what the next start sends, is seen."""
    is_sent_again = case.lever is Lever.FLAG_OFF and not case.is_old
    if case.behaviour not in LATE_ONES or not (sent or is_sent_again):
        return 0.0
    now_s = time.monotonic()
    sent_s: float = max((request["arrived_s"] for request in sent), default=now_s)
    return sent_s + LATE_S + SEEN_WITHIN_S - now_s


def _broken(
    case: KillCase, told: dict[str, Any], truth: dict[str, Any], sent_count: int
) -> list[str]:
    broken = []
    if any(not request["is_durable"] for request in truth["requests"]):
        broken.append("a request without a record before it")
    if len(truth["effects"]) > 1:
        broken.append("two effects for one operation")
    by_restart = len(truth["requests"]) - sent_count
    if by_restart and (case.is_old or case.lever is not Lever.FLAG_OFF):
        broken.append("sent again by itself what only a person may send again")
    if told["shown_s"] > 3.0:
        broken.append("what is unresolved was not shown within three seconds")
    operation = told["operations"].get("op-1")
    if operation is None:
        if truth["requests"] or case.point is not Point.BEFORE_INTENT:
            broken.append("an operation is not known after the next start")
        return broken
    return [*broken, *_false_claims(case, operation, told, truth)]


def _false_claims(
    case: KillCase, operation: dict[str, Any], told: dict[str, Any], truth: dict[str, Any]
) -> list[str]:
    is_so = _is_as_wanted(case.lever, truth)
    match operation["status"]:
        case "confirmed":
            return [] if is_so else ["claims an effect that is not there"]
        case "failed":
            return ["claims no effect, and there is one"] if truth["effects"] else []
        case "unknown":
            is_first = told["unresolved"][:1] == ["op-1"]
            names = {"now", "reason"} & set(operation["values"])
            if not is_first or not names:
                return ["stands as unknown, but not first with what the server says now"]
            if is_so and case.behaviour is not Behaviour.SHAPE:
                return ["stands as unknown although a look shows the effect"]
            return []
        case other:
            return [f"is left {other}"]


def _is_as_wanted(lever: Lever, truth: dict[str, Any]) -> bool:
    match lever:
        case Lever.FLAG_OFF:
            return not truth["enabled"]
        case Lever.FLAG_ON:
            return bool(truth["enabled"])
        case Lever.EXPOSURE:
            return bool(truth["pct"] == 20)
        case Lever.ROLLBACK:
            return bool(truth["jobs"])


def _kill_once_sent(victim: int, case_id: str, server: FaultyFlags) -> None:
    """Kill the program while its request is with the server and the answer is held back."""
    until_s = time.monotonic() + PATIENCE_S
    while not server.record(case_id)["requests"] and time.monotonic() < until_s:
        time.sleep(0.005)  # noqa: TID251 - another process is on its way
    os.kill(victim, signal.SIGKILL)


def _finish(pid: int) -> int:
    """Wait until the child has ended; one that does not end is a failure of its own."""
    until_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < until_s:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)  # noqa: TID251 - another process is on its way
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return -1
