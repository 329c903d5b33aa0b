"""Change Safety of the story: 13 releases in 90 days, of which three failed."""

from msgspec.structs import replace

from cockpit.app.safety_view import (
    MeasureKind,
    MeasureView,
    MemberResult,
    MemberView,
    SafetyView,
)
from cockpit.domain.intervals import Interval
from tests.kit.story.times import at

RELEASES = (
    ("3.2.0", "320", "2026-11-17"),
    ("3.1.4", "314", "2026-11-10"),
    ("3.1.3", "312", "2026-11-05"),
    ("3.1.2", "309", "2026-10-29"),
    ("3.1.1", "308", "2026-10-27"),
    ("3.1.0", "305", "2026-10-20"),
    ("3.0.9", "298", "2026-10-13"),
    ("3.0.8", "296", "2026-10-06"),
    ("3.0.7", "291", "2026-09-29"),
    ("3.0.6", "290", "2026-09-22"),
    ("3.0.5", "288", "2026-09-15"),
    ("3.0.4", "285", "2026-09-14"),
    ("3.0.3", "283", "2026-09-08"),
)

FAILED = {
    "3.2.0": ("flag_off", "coupon", "android", 398.0, 1_048.0, 5.0, 84.0),
    "3.0.9": ("rollback", "login", "ios", 375.0, 2_470.0, 1.0, 12.0),
    "3.0.5": ("rollback", "checkout", None, 545.0, 5_762.0, 100.0, 1_930.0),
}
"""Way out, flow, platform, detected to off and released to mitigated in seconds, where, harm."""

NO_WEEK = (None,) * 13


def members(*, is_running: bool = False) -> tuple[MemberView, ...]:
    """Return the releases, newest first; the newest may still be going out."""
    return tuple(_member(*one, is_running=is_running) for one in RELEASES)


def _member(version: str, build: str, day: str, *, is_running: bool) -> MemberView:
    launch_id, begun = f"launch-{version}", at("10:02:00", day)
    if is_running and version == "3.2.0":
        return MemberView(launch_id, version, build, begun, MemberResult.RUNNING)
    if version not in FAILED:
        return MemberView(launch_id, version, build, begun, MemberResult.FINE)
    way_out, flow, platform, to_off_s, to_mend_s, stopped_pct, failures = FAILED[version]
    return MemberView(
        launch_id,
        version,
        build,
        begun,
        MemberResult.FAILED,
        way_out,
        flow,
        platform,
        to_off_s,
        to_mend_s,
        stopped_pct,
        failures,
        *(("PG 점검과 겹침", "eunho") if version == "3.0.5" else ()),
    )


def week(**values: float) -> tuple[float | None, ...]:
    """Return 13 weeks with values in some of them, `w0` the oldest."""
    return tuple(values.get(f"w{number}") for number in range(13))


PACE = week(w2=1, w3=2, w4=1, w5=1, w6=1, w7=1, w8=1, w9=2, w10=1, w11=1, w12=1)
"""Releases a week."""


def safety(*, is_running: bool = False) -> SafetyView:
    """Return the board over 90 days."""
    found = members(is_running=is_running)
    failed = tuple(one.launch_id for one in found if one.result is MemberResult.FAILED)
    all_ids = tuple(one.launch_id for one in found)
    ended = len(found) - is_running
    drills = (
        MemberView("drill-7", "3.1.4", "314", at("14:00:00", "2026-11-12"), MemberResult.DRILL),
    )
    measures = (
        MeasureView(
            MeasureKind.CHANGE_FAIL_RATE,
            len(failed) / ended,
            len(failed),
            ended,
            Interval(0.082, 0.503) if not is_running else Interval(0.047, 0.448),
            None,
            None,
            4 / 13,
            13,
            PACE,
            (3, 7) if is_running else (3, 7, 12),
            all_ids,
        ),
        MeasureView(
            MeasureKind.DETECT_TO_OFF,
            398.0,
            len(failed),
            None,
            None,
            375.0,
            545.0,
            680.0,
            4,
            week(w3=545.0, w7=375.0, w12=398.0),
            members=failed,
        ),
        MeasureView(
            MeasureKind.RELEASE_TO_MITIGATION,
            2_470.0,
            len(failed),
            None,
            None,
            1_048.0,
            5_762.0,
            7_500.0,
            4,
            week(w3=5_762.0, w7=2_470.0, w12=1_048.0),
            members=failed,
        ),
        MeasureView(
            MeasureKind.FREQUENCY,
            1.0,
            len(found),
            None,
            None,
            None,
            None,
            1.0,
            13,
            PACE,
            members=all_ids,
        ),
        MeasureView(
            MeasureKind.DRILL_TO_OFF,
            260.0,
            5,
            None,
            None,
            229.0,
            362.0,
            340.0,
            3,
            week(w0=362.0, w2=310.0, w4=250.0, w7=260.0, w11=229.0),
            members=("drill-7",),
        ),
        MeasureView(
            MeasureKind.ALERT_USEFULNESS,
            7 / 9,
            7,
            9,
            Interval(0.453, 0.937),
            None,
            None,
            0.5,
            8,
            week(w3=0.5, w7=1.0, w12=0.8),
            members=all_ids[:3],
        ),
    )
    prevented = tuple(
        one for one in found if one.stopped_at_pct is not None and one.stopped_at_pct < 100
    )
    whole = SafetyView(38, 90, measures, (*found, *drills), prevented, int(is_running), 0)
    short = replace(whole, window_days=30, members=(*found[:6], *drills), prevented=prevented[:1])
    return replace(whole, others=(short, replace(whole, window_days=365)))


def nothing_yet() -> SafetyView:
    """Return the board of a journal without any release."""
    measures = tuple(
        MeasureView(kind, None, 0, None, None, None, None, None, 0, NO_WEEK) for kind in MeasureKind
    )
    return SafetyView(1, 90, measures, ())
