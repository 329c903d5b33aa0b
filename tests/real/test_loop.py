"""The whole loop on real servers, by the command line alone: find a fault, switch it off, prove it.

A shop is scraped by a real Prometheus and polls a real Unleash. Its coupons break on Android once
the new version has reached 5 % of customers.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from msgspec import Struct

from cockpit.simulator.shop.faults import Fault, FaultKind
from tests.kit.real.parts import needed
from tests.kit.real.shop import (
    CLIENT_POLL_S,
    SWITCHED_OFF,
    Names,
    ShopFloor,
    Typed,
    User,
    events_of,
    kept,
    shop_floor,
)
from tests.kit.real.unleash import Unleash

pytestmark = pytest.mark.timeout(300)  # the first test waits for the whole story

NAMES = Names("release_3_2_0", "coupon_v2", "checkout_v2")
FOUND_WITHIN_S = 90.0
SAID_WITHIN_S = 30.0
"""A frozen source costs one deadline, and a machine at work some seconds more."""


class Story(Struct, frozen=True):
    """What was typed, and how each command ended."""

    floor: ShopFloor
    ended: Mapping[str, Typed]
    before: Any
    events: tuple[dict[str, Any], ...]

    @property
    def user(self) -> User:
        return self.floor.user


@pytest.fixture(scope="module")
def story(real_unleash: Unleash, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("loop")
    with shop_floor(
        folder, unleash=real_unleash, prometheus=needed("prometheus"), names=NAMES
    ) as floor:
        yield told(floor, folder)


def told(floor: ShopFloor, folder: Path) -> Story:
    """Type one command after the other, as on the evening of a release."""
    user, ended = floor.user, dict[str, Typed]()

    def types(*words: str | Path, name: str | None = None, **how: Any) -> Typed:
        done = user.types(*words, **how)
        ended[name or str(words[0])] = done
        return done

    types("check")
    types("launch", "new", "3.2.0", "--build", "320")
    user.says_go()
    types("step", "5", "--second", "jun", name="step 5")
    floor.simulation.inject(Fault(FaultKind.COUPON_NPE, at_exposure_ratio=0.05))
    until_s = monotonic() + FOUND_WITHIN_S
    while not _is_blamed_on_a_flow(types("status", "--json", lang="ko").json["snapshot"]):
        assert monotonic() < until_s, ended["status"].out
    before = ended["status"].json["snapshot"]
    types("status", name="status en")
    types("off", NAMES.coupon, within_s=120.0)
    types("status", "--json", name="status after")
    types("audit", "verify", name="verify")
    types("audit", "verify", "--online", name="online")
    types("audit", "export", folder / "journal.jsonl", name="export")
    return Story(floor, ended, before, events_of(folder / "journal.jsonl"))


def _is_blamed_on_a_flow(snapshot: Any) -> bool:
    """Whether a flow's failure is proven: that of the whole app's crashes may be so before it."""
    release = snapshot["release"] or {}
    return snapshot["state"] == "bad" and release.get("flow") is not None


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


# ------------------------------------------------------------ the loop


@pytest.mark.parametrize("name", ["check", "launch", "step 5", "off"])
def test_a_command_of_the_loop_ends_well(story: Story, name: str) -> None:
    done = story.ended[name]
    assert done.code == 0, done.out + done.err


def test_the_fault_is_blamed_on_the_release_with_its_flow_and_platform(story: Story) -> None:
    release = story.before["release"]
    assert (release["state"], release["cause"]) == ("fail", "release")
    assert (release["flow"], release["platform"]) == ("coupon", "android")
    assert release["advice"] == {"way_out": "flag_off", "name": NAMES.coupon}
    assert story.ended["status"].code == 1


def test_the_fault_is_said_in_korean_and_in_english(story: Story) -> None:
    korean = story.ended["status"].json["sentence"]
    english = " ".join(story.ended["status en"].out.split())
    assert all(word in korean for word in ("이번 릴리즈", "3.2.0", "쿠폰", "Android"))
    assert all(word in english for word in ("his release", "3.2.0", "oupon", "ndroid"))
    assert f"cockpit off {NAMES.coupon}" in english


def test_an_off_is_proved_where_clients_look_and_users_are_safe(story: Story) -> None:
    served = story.floor.unleash.served_flag(NAMES.coupon)
    assert served is not None
    assert served["enabled"] is False
    assert "Users are safe" in story.ended["off"].out
    (operation,) = story.ended["status after"].json["snapshot"]["operations"]
    assert operation["status"] == "confirmed"
    assert operation["back_in_band_at"] is not None
    assert {mend["is_back"] for mend in operation["mends"]} == {True}
    assert "coupon" in {mend["flow"] for mend in operation["mends"]}
    assert story.ended["status after"].json["snapshot"]["verdict"]["code"] == "board.back_in_band"


def test_all_stamps_of_the_off_are_in_the_journal_in_their_order(story: Story) -> None:
    (intent,) = [
        one
        for one in kept(story.events, "operation.intent")
        if one["order"]["target"]["name"] == NAMES.coupon
    ]
    operation_id = intent["order"]["operation_id"]
    *_, outcome = [
        one
        for one in kept(story.events, "operation.outcome")
        if one["operation_id"] == operation_id
    ]
    *_, back = kept(story.events, "operation.back_in_band")
    stamps = {name: at(value) for name, value in outcome["stamps"].items()}
    assert outcome["outcome"] == "confirmed"
    assert at(intent["row_at"]) <= stamps["sent_at"]
    assert stamps["asked_at"] <= stamps["sent_at"] <= stamps["accepted_at"] <= stamps["seen_at"]
    assert stamps["clients_by_at"] - stamps["seen_at"] == timedelta(seconds=CLIENT_POLL_S)
    assert back["operation_id"] == operation_id
    assert stamps["clients_by_at"] <= at(back["row_at"])


def test_the_row_of_the_off_names_the_server_s_own_event(story: Story) -> None:
    (server,) = [
        one for one in story.floor.unleash.events(NAMES.coupon) if one["type"] == SWITCHED_OFF
    ]
    ids = [one["server_event_id"] for one in kept(story.events, "operation.outcome")]
    assert server["id"] in ids
    assert server["createdBy"] == "admin"


def test_the_journal_is_whole_and_agrees_with_the_server(story: Story) -> None:
    assert story.ended["verify"].code == 0, story.ended["verify"].out
    assert "The journal is whole" in story.ended["verify"].out
    assert story.ended["online"].code == 0, story.ended["online"].err
    assert "Nothing disagrees" in story.ended["online"].out
    assert story.ended["online"].err.strip() == ""


def test_a_change_with_our_token_that_went_past_the_cockpit_is_found(story: Story) -> None:
    story.floor.unleash.turn_off(NAMES.release)  # no row of the journal has ever switched it
    done = story.user.types("audit", "verify", "--online")
    assert done.code == 1, done.out + done.err
    assert "that the journal does not have" in done.err
    assert NAMES.release in done.err


# ------------------------------------------------------------ journals that somebody has changed


@contextmanager
def changed(journal: Path, change: Callable[[sqlite3.Connection], None]) -> Iterator[None]:
    """Change the journal past its own triggers, and put the old one back afterwards."""
    whole = journal.read_bytes()
    try:
        with closing(sqlite3.connect(journal)) as database:
            found = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in found.fetchall():
                database.execute(f"DROP TRIGGER {name}")
            change(database)
            database.commit()
        yield
    finally:
        journal.write_bytes(whole)


def edit(database: sqlite3.Connection) -> None:
    database.execute(
        "UPDATE log SET body = CAST(replace(CAST(body AS TEXT), 'confirmed', 'unconfirm') AS BLOB) "
        "WHERE instr(CAST(body AS TEXT), 'confirmed')"
    )


def shorten(database: sqlite3.Connection) -> None:
    database.execute("DELETE FROM log WHERE seq > 4")
    database.execute("DELETE FROM checkpoint WHERE size > 4")


def swap_rows(database: sqlite3.Connection) -> None:
    for before, after in ((4, -1), (5, 4), (-1, 5)):
        database.execute("UPDATE log SET seq = ? WHERE seq = ?", (after, before))


@pytest.mark.parametrize("change", [edit, shorten, swap_rows])
def test_a_journal_that_was_changed_is_found(
    story: Story, change: Callable[[sqlite3.Connection], None]
) -> None:
    with changed(story.user.journal(), change):
        done = story.user.types("audit", "verify")
    assert done.code == 1, done.out + done.err
    assert "The journal is whole" not in done.out


def test_a_journal_that_was_put_in_another_s_place_is_found(story: Story, tmp_path: Path) -> None:
    other = replace(story.user, home=tmp_path)
    assert other.types("launch", "list").code == 0
    theirs = other.journal().read_bytes()

    whole = story.user.journal().read_bytes()
    try:
        story.user.journal().write_bytes(theirs)
        done = story.user.types("audit", "verify")
    finally:
        story.user.journal().write_bytes(whole)
    assert done.code == 1, done.out + done.err


# ------------------------------------------------------------ a server that hangs


def test_a_prometheus_that_hangs_makes_everything_unknown_in_time(
    story: Story, tmp_path: Path
) -> None:
    stranger = replace(story.user, home=tmp_path)  # her journal knows of no launch and no fault
    with story.floor.prometheus.process.frozen():
        began_s = monotonic()
        strange = stranger.types("status", "--json")
        took_s = monotonic() - began_s
        known = story.user.types("status", "--json")
    assert took_s < SAID_WITHIN_S
    assert strange.code == 2, strange.out + strange.err
    assert states(strange) == {"unknown"}
    # A fault that was found stands; that users are safe is more than anybody knows now.
    assert known.code == 1, known.out + known.err
    assert states(known) == {"unknown"}
    assert {row["state"] for row in known.json["snapshot"]["release"]["rows"]} == {
        "fail",
        "no_data",
    }
    assert known.json["snapshot"]["verdict"]["code"] == "board.release_fails"


def states(done: Typed) -> set[str]:
    """Return the states of all flows and of the metric source."""
    snapshot = done.json["snapshot"]
    (metrics,) = [one for one in snapshot["sources"] if one["name"] == "metrics"]
    assert metrics["state"] == "unreachable"
    return {flow["state"] for flow in snapshot["flows"]}
