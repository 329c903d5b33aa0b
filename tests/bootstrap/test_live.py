"""A program that goes on: orders from any thread, each source on its own lane."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cockpit.app.accept_codes import AcceptCode
from cockpit.app.board_codes import LaunchNote
from cockpit.app.channel_view import ChannelState
from cockpit.app.launches import LaunchPlan
from cockpit.app.sheet_codes import SignCode
from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionProgress, LogbookNotice, Step
from cockpit.bootstrap.codes import BootCode
from cockpit.bootstrap.sources import origin_of
from cockpit.bootstrap.workspace import opened_workspace
from cockpit.domain.alert_words import AlertGrade
from cockpit.domain.events import (
    IntentRecorded,
    LaunchClosed,
    LaunchDeployed,
    LaunchHeld,
    LaunchPlanned,
    LaunchResumed,
    NoteAdded,
    ReasonGiven,
    SignedOff,
)
from cockpit.domain.launch_codes import LadderCode
from cockpit.domain.message import Message
from cockpit.domain.notices import Notice, NoticeKind
from cockpit.host.clock import SystemClock
from cockpit.host.session_secrets import SessionSecrets
from tests.bootstrap.desks import SOON_S, Desk
from tests.bootstrap.places import workspace_file
from tests.kit import faulty_ways as ways
from tests.kit.faulty import Talk, faulty, http

pytestmark = pytest.mark.slow

TRUE_CLOCK = SystemClock()
PLANNED = LaunchPlanned("l1", "shop-app", "3.2.0", "320", "3.1.4")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.cockpit.close()


def is_settled(told: Any) -> bool:
    return isinstance(told, ActionProgress) and told.step is Step.SETTLED


def knows_the_launch(told: Any) -> bool:
    return isinstance(told, Snapshot) and told.launch is not None


def test_what_is_not_known_is_shown_as_unknown(desk: Desk) -> None:
    with desk.live():
        seen = desk.until(lambda told: isinstance(told, Snapshot) and bool(told.flows))
    assert {flow.state for flow in seen.flows} == {"unknown"}


def test_an_off_goes_out_and_comes_to_an_outcome(desk: Desk) -> None:
    with desk.live() as live:
        operation_id = live.off("coupon_v2")
        settled = desk.until(is_settled)
    assert settled.order.operation_id == operation_id


def test_a_press_waits_for_no_first_look(desk: Desk) -> None:
    first_look = threading.Event()
    with desk.live(first_look=first_look) as live:
        live.off("coupon_v2")
        desk.until(is_settled)
        live.note("meanwhile")
        assert desk.of("note") is None
    assert first_look.is_set(), "nobody is left waiting for it"


def test_a_flag_that_is_no_lever_cannot_be_ordered_off(desk: Desk) -> None:
    with desk.live() as live, pytest.raises(KeyError):
        live.off("nowhere")


def test_a_step_without_a_launch_is_refused_and_said(desk: Desk) -> None:
    with desk.live() as live:
        live.step(1.0)
        refusal = desk.of("step")
    assert refusal is not None
    assert refusal.code == LadderCode.NO_LAUNCH


def test_who_hears_no_answers_is_told_of_refusals(desk: Desk) -> None:
    with desk.live(answers=False) as live:
        live.step(1.0)
        live.note("hello")
        told = desk.until(lambda told: isinstance(told, Message))
    assert told.code == LadderCode.NO_LAUNCH


def test_who_is_not_among_the_people_leads_nothing_on(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "stranger")
    desk.cockpit.record(PLANNED)
    try:
        with desk.live() as live:
            desk.until(knows_the_launch)
            live.step(1.0, second_person="jun", typed_pct=1.0)
            live.deployed()
            live.resume()
            live.take_over()
            live.hold("for safety")
            refusals = [desk.of(wish) for wish in ("step", "deployed", "resume", "take_over")]
            assert desk.of("hold") is None, "everybody may hold"
    finally:
        desk.cockpit.close()
    codes = {refusal.code for refusal in refusals if refusal is not None}
    assert codes == {BootCode.NOT_A_PERSON}


def test_a_step_through_a_shut_gate_sends_nothing(desk: Desk) -> None:
    desk.cockpit.record(PLANNED)
    with desk.live() as live:
        desk.until(knows_the_launch)
        live.step(1.0, second_person="jun", typed_pct=1.0)
        refusal = desk.of("step")
    assert refusal is not None
    assert refusal.code == LadderCode.GATE_SHUT
    assert desk.rows(IntentRecorded) == []


def test_all_the_way_back_goes_out_at_once(desk: Desk) -> None:
    desk.cockpit.record(PLANNED)
    with desk.live() as live:
        desk.until(knows_the_launch)
        live.step(0.0)
        assert desk.of("step") is None
        settled = desk.until(is_settled)
    assert (settled.order.exposure_pct, settled.order.launch_id) == (0.0, "l1")


def test_what_is_accepted_is_looked_up_among_the_checks_on_the_screen(desk: Desk) -> None:
    desk.cockpit.record(PLANNED)
    with desk.live() as live:
        desk.until(knows_the_launch)
        live.accept("go", "in a hurry")
        assert [one.code for one in (desk.of("accept"),) if one] == [AcceptCode.VETO]


def test_a_launch_is_led_through_its_life(desk: Desk) -> None:
    desk.cockpit.record(LaunchPlanned("l0", "shop-app", "3.1.9", "319", "3.1.4"))
    desk.cockpit.record(LaunchClosed("l0", "stopped"))
    wishes = ("plan", "deployed", "hold", "resume", "reason", "note", "close", "dispute")
    with desk.live() as live:
        live.plan(LaunchPlan("3.2.0", "320", "3.1.4"))
        live.deployed()
        live.hold("latency")
        live.resume()
        live.give_reason("o1", "why")
        live.note("calm")
        live.close("stopped", None)
        live.dispute("l0", "outside")
        refusals = [desk.of(wish) for wish in wishes]
    assert refusals == [*[None] * (len(wishes) - 1), Message(LaunchNote.NOT_OUT)]
    kinds = (LaunchDeployed, LaunchHeld, LaunchResumed, ReasonGiven, NoteAdded)
    assert [len(desk.rows(kind)) for kind in kinds] == [1] * len(kinds)
    assert [one.version for one in desk.rows(LaunchPlanned)] == ["3.1.9", "3.2.0"]


def test_a_plan_without_a_baseline_is_not_opened_while_no_version_is_seen(desk: Desk) -> None:
    with desk.live() as live:
        desk.until(lambda told: isinstance(told, Snapshot))
        live.plan(LaunchPlan("3.2.0", "320", None))
        refusal = desk.of("plan")
    assert refusal is not None
    assert refusal.code == LaunchNote.BASELINE_UNKNOWN


def test_an_operation_that_nobody_knows_is_neither_sent_again_nor_closed(desk: Desk) -> None:
    with desk.live() as live:
        live.send_again("lost")
        live.close_operation("lost", "why")
        desk.until(lambda told: isinstance(told, LogbookNotice))
    assert desk.rows(IntentRecorded) == []


def test_everything_is_asked_anew_when_somebody_wants_it(desk: Desk) -> None:
    with desk.live() as live:
        live.show_range(900.0)
        live.read_now()
        seen = desk.until(lambda told: isinstance(told, Snapshot) and told.chart_range_s == 900.0)
    assert seen.flows


def test_a_rollback_needs_to_know_its_version(desk: Desk) -> None:
    with desk.live() as live:
        assert live.rollback("shop-app") is None
        desk.cockpit.record(PLANNED)
        desk.until(knows_the_launch)
        assert live.rollback("shop-app") is not None
        settled = desk.until(is_settled)
    assert settled.order.to_version == "3.1.4"
    assert settled.order.launch_id == "l1"


def test_a_reader_that_waits_for_a_person_is_left_behind(desk: Desk) -> None:
    waiting, started = threading.Event(), threading.Event()

    def read() -> None:
        started.set()
        waiting.wait(SOON_S)

    with desk.live() as live, live.reading(read):
        assert started.wait(SOON_S)
    waiting.set()


def test_nothing_is_sent_once_it_has_ended(desk: Desk) -> None:
    with desk.live() as live:
        pass
    before_count = len(desk.told)
    live.off("coupon_v2")
    assert len(desk.told) == before_count


def test_a_journal_that_cannot_be_opened_keeps_no_off_back(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "data").write_text("in the way", encoding="utf-8")
    desk = Desk(tmp_path)
    try:
        with desk.live() as live:
            live.off("coupon_v2")
            desk.until(is_settled)
            live.step(1.0)
            assert desk.of("step") is not None
            live.step(0.0)
            desk.until(lambda told: is_settled(told) and told.order.exposure_pct == 0.0)
            live.note("hello")
            assert desk.of("note") is not None
    finally:
        desk.cockpit.close()
    assert isinstance(desk.told[0], Message)


def test_a_go_waits_for_what_is_not_known_and_a_no_go_for_nothing(desk: Desk) -> None:
    desk.cockpit.record(PLANNED)
    with desk.live() as live:
        desk.until(knows_the_launch)
        live.answer("unheard of", "42/42", accepts=True)
        refusal = desk.of("answer")
        live.sign("pm", as_person="mina")
        signed = desk.of("sign")
        live.no_go("the bank is down")
        stopped = desk.of("no_go")
    assert refusal is not None
    assert refusal.code == SignCode.NO_SUCH_ITEM
    assert signed is not None, "no server of this workspace is there"
    assert stopped is None
    assert [(one.role, one.is_go, one.reason) for one in desk.rows(SignedOff)] == [
        ("pm", False, "the bank is down")
    ]


def chatting(folder: Path, url: str) -> Desk:
    """Return a desk whose workspace tells a chat, and nobody else."""
    made = workspace_file(folder)
    text = made.file.read_text(encoding="utf-8")
    chat = f'    chat: {{kind: slack, url: "{url}", secret: chat, language: en}}\n'
    own = "    desktop: {kind: desktop, language: ko, alerts: act_now} # act_now, watch, none\n"
    assert own in text
    made.file.write_text(text.replace(own, chat), encoding="utf-8")
    secrets = SessionSecrets()
    secrets.write(origin_of(url), "chat", f"{url}/services/x")
    return Desk(folder, file=opened_workspace(made.file, root=folder / "home"), secrets=secrets)


def test_the_launch_log_goes_to_the_chat_once_however_many_windows_watch(tmp_path: Path) -> None:
    arrived = threading.Event()
    texts: list[str] = []

    def chat(talk: Talk) -> bool:
        texts.append(json.loads(talk.seen.body)["text"])
        talk.send(http(b"ok"))
        arrived.set()
        return True

    with faulty(chat) as server:
        desk = chatting(tmp_path, server.url)
        other = Desk(tmp_path, file=desk.cockpit.file, secrets=desk.cockpit.surroundings.secrets)
        with desk.live() as live, other.live():
            desk.until(lambda told: has_channel(told, {ChannelState.UNTRIED}))
            other.until(lambda told: has_channel(told, {ChannelState.ELSEWHERE}))
            live.plan(LaunchPlan("3.2.0", "320", "3.1.4"))
            assert desk.of("plan") is None
            assert arrived.wait(SOON_S)
            desk.until(lambda told: has_channel(told, {ChannelState.OK}))
        desk.cockpit.close()
        other.cockpit.close()
    (text,) = texts
    assert "Launch window opened: 3.2.0 (build 320) over 3.1.4" in text


def test_a_chat_that_hangs_keeps_nothing_else_waiting(tmp_path: Path) -> None:
    with faulty(ways.hanging) as server:
        desk = chatting(tmp_path, server.url)
        with desk.live() as live:
            desk.until(lambda told: has_channel(told, {ChannelState.UNTRIED}))
            live.plan(LaunchPlan("3.2.0", "320", "3.1.4"))
            assert desk.of("plan") is None
            live.note("meanwhile")
            assert desk.of("note") is None
            live.off("coupon_v2")
            desk.until(is_settled)
        desk.cockpit.close()


def test_an_alert_goes_to_the_chat_and_to_whoever_listens(tmp_path: Path) -> None:
    arrived, texts = threading.Event(), list[str]()
    told = Message("alert.storm", (("about", "coupon"), ("alert_count", 4), ("told", "x")))
    notice = Notice(NoticeKind.STORM, TRUE_CLOCK.now(), told, AlertGrade.ACT_NOW, "a1")

    def chat(talk: Talk) -> bool:
        texts.append(json.loads(talk.seen.body)["text"])
        talk.send(http(b"ok"))
        arrived.set()
        return True

    with faulty(chat) as server:
        desk = chatting(tmp_path, server.url)
        with desk.live() as live:
            desk.until(lambda told: has_channel(told, {ChannelState.UNTRIED}))
            for _ in range(round(SOON_S)):  # until it has read so far that it may tell
                live._noticed(notice)
                if arrived.wait(1.0):
                    break
        desk.cockpit.close()
    assert notice in desk.told
    (text,) = texts
    assert "4 within a minute" in text


def has_channel(told: Any, states: set[ChannelState]) -> bool:
    return isinstance(told, Snapshot) and any(one.state in states for one in told.channels)
