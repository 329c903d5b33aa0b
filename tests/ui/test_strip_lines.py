"""The lines of the strip: facts with their ages, and nothing that is not known."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from cockpit.app.snapshot import JournalView, Snapshot
from cockpit.domain.standings import LaunchPhase
from cockpit.ui import strip_lines
from cockpit.ui.aim import Aiming, Wanted
from cockpit.ui.heard import Heard
from cockpit.ui.kit.mark import Shape
from cockpit.ui.runs import Run
from cockpit.words.language import Language
from tests.kit.story import doubts, moments
from tests.kit.story.setting import say


def aiming(snapshot: Snapshot, after_s: float = 0.0) -> Aiming:
    now = snapshot.at + timedelta(seconds=after_s)
    return Aiming(snapshot, Heard(), Wanted(), say(Language.EN), now)


def text(runs: tuple[Run, ...]) -> str:
    return " ".join(run.text for run in runs)


def status(snapshot: Snapshot, **given: Any) -> str:
    after_s = given.pop("after_s", 0.0)
    return text(strip_lines.status(aiming(snapshot, after_s), is_narrow=given.get("narrow", False)))


def shapes(snapshot: Snapshot, after_s: float = 0.0) -> list[Shape]:
    runs = strip_lines.status(aiming(snapshot, after_s), is_narrow=False)
    return [run.shape for run in runs if run.shape is not None]


def with_launch(snapshot: Snapshot, **changed: Any) -> Snapshot:
    assert snapshot.launch is not None
    return replace(snapshot, launch=replace(snapshot.launch, **changed))


def test_the_release_stands_beside_what_it_is_compared_with() -> None:
    assert text(strip_lines.identity(aiming(moments.fault()))) == "Shop app 3.2.0 (320) ← 3.1.4"
    assert text(strip_lines.identity(aiming(moments.no_launch()))) == "Shop app"


def test_the_bake_clock_runs_on_between_snapshots() -> None:
    assert text(strip_lines.bake(aiming(moments.fault()))) == "Bake 12:31 / 30:00"
    assert text(strip_lines.bake(aiming(moments.fault(), 4.0))) == "Bake 12:35 / 30:00"


@pytest.mark.parametrize("phase", set(LaunchPhase) - {LaunchPhase.STAGE})
def test_no_clock_runs_outside_of_a_stage(phase: LaunchPhase) -> None:
    assert "/" not in text(strip_lines.bake(aiming(with_launch(moments.calm(), phase=phase))))


def test_a_hold_says_that_the_exposure_stays() -> None:
    assert text(strip_lines.bake(aiming(moments.held()))) == "Hold · stays at 1 %"


def test_without_a_launch_there_is_neither_clock_nor_signature() -> None:
    given = aiming(moments.no_launch())
    assert strip_lines.bake(given) == strip_lines.signed(given, is_narrow=False) == ()


@pytest.mark.parametrize(
    ("snapshot", "wide", "narrow"),
    [
        (moments.fault(), "GO signed by 한지우 10:02", "GO"),
        (moments.planned(), "Unsigned 3/5 Go · PM last", "Unsigned"),
        (moments.no_go(), "No-Go", "No-Go"),
        (replace(moments.planned(), gonogo=None), "Unsigned", "Unsigned"),
    ],
)
def test_who_has_said_go_is_told_shorter_when_there_is_less_room(
    snapshot: Snapshot, wide: str, narrow: str
) -> None:
    given = aiming(snapshot)
    assert text(strip_lines.signed(given, is_narrow=False)) == wide
    assert text(strip_lines.signed(given, is_narrow=True)) == narrow


def test_the_damage_tells_how_much_how_fast_where_and_since_when() -> None:
    figure, note = strip_lines.harm(aiming(moments.fault()))
    assert text(figure) == "Harm ≈ 43 failures +8/min"
    assert text(note) == "failed Coupon · since 10:45"
    assert text(strip_lines.short_harm(aiming(moments.fault()))) == "Harm ≈ 43 failures +8/min"


def test_damage_that_is_over_has_stopped() -> None:
    figure, note = strip_lines.harm(aiming(moments.healed()))
    assert text(figure).endswith("stopped")
    assert text(note) == "failed Coupon · 10:45–10:58"


def test_damage_that_nobody_knows_is_not_zero() -> None:
    assert strip_lines.harm(aiming(moments.calm())) == ((), ())
    assert strip_lines.short_harm(aiming(moments.no_launch())) == ()


def test_deployed_and_released_are_two_facts_and_the_holder_a_third() -> None:
    assert "Deployed 10:03 Released 5 % Held by 윤서진" in status(moments.fault())
    assert "Deployed" not in status(moments.planned())
    assert "Released – " in status(with_launch(moments.fault(), served_exposure_pct=None))


def test_what_is_loud_has_its_shape() -> None:
    assert shapes(moments.calm()) == [Shape.OK]
    assert shapes(moments.fault()) == [Shape.OK, Shape.BAD]
    assert shapes(moments.healed()) == [Shape.OK, Shape.WARN]
    assert Shape.UNKNOWN in shapes(moments.unknown())
    assert "Unresolved 2" in status(moments.unknown())


@pytest.mark.parametrize("moment", [doubts.stale, doubts.error, doubts.empty, doubts.loading])
def test_old_or_missing_data_are_never_green(moment: Any) -> None:
    assert shapes(moment())[0] is Shape.UNKNOWN


def test_a_window_that_hears_nothing_says_how_old_its_picture_is() -> None:
    assert "Data 7 s" in status(moments.calm(), after_s=4.0)
    assert "Data screen of 60 s ago" in status(moments.calm(), after_s=60.0).replace(
        "1 min", "60 s"
    )
    assert shapes(moments.calm(), 60.0) == [Shape.UNKNOWN]


@pytest.mark.parametrize(
    ("journal", "words"),
    [
        (JournalView(412, 405, is_writable=True), "Journal #412 (anchor #405) Can write"),
        (JournalView(412, None, is_writable=True), "Journal #412 (no anchor) Can write"),
        (JournalView(412, 405, is_writable=False), "Journal #412 (anchor #405) Cannot write"),
        (None, "Journal unknown"),
    ],
)
def test_the_journal_tells_how_far_it_is_anchored_and_whether_it_takes_rows(
    journal: JournalView | None, words: str
) -> None:
    assert words in status(replace(moments.calm(), journal=journal))


def test_in_a_narrow_window_only_what_is_wrong_with_writing_is_said() -> None:
    assert "Can write" not in status(moments.calm(), narrow=True)
    assert "Cannot write" in status(doubts.error(), narrow=True)
