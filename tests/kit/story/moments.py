"""The launch of 3.2.0 moment by moment: each function returns one whole snapshot."""

from datetime import datetime

from msgspec.structs import replace

from cockpit.app.board_codes import BoardCode
from cockpit.app.gonogo_view import GoNoGoView
from cockpit.app.launch_view import LaunchView
from cockpit.app.server_view import ServerView
from cockpit.app.snapshot import JournalView, ReleaseView, Snapshot, SourceState, TileState
from cockpit.connectors.codes import SourceCode
from cockpit.domain.alert_words import AlertReason
from cockpit.domain.message import message
from cockpit.domain.standings import Cause, LaunchPhase
from cockpit.domain.verdict import State
from tests.kit.story import gates, sheets
from tests.kit.story.channels import fine
from tests.kit.story.charts import marks_until
from tests.kit.story.figures import CRASH_FREE, kpis, versions
from tests.kit.story.flows import calm_flows, fault_flows, healed_flows, slowed
from tests.kit.story.gates import PASSED, READY, SIGNED, UNSIGNED
from tests.kit.story.launches import at_1_pct, at_5_pct, launch
from tests.kit.story.levers import (
    PAST_ALERTS,
    ROLLBACKS,
    SOURCES,
    broken_source,
    healed_off,
    levers,
    mending_off,
    open_off,
    slo_alert,
    unknown_off,
    unknown_step,
    unread,
    version_alert,
)
from tests.kit.story.rows import rows_until
from tests.kit.story.safety import safety
from tests.kit.story.times import AFTER, NOW, UNKNOWN_AT, at
from tests.kit.story.verdicts import SIDES, calm_rows, failing, harm, not_judged, passing, waiting

SERVICE = "shop-app"
NO_LAUNCH = message(BoardCode.NO_LAUNCH)


def snapshot(
    now: datetime,
    state: TileState,
    going_out: LaunchView | None,
    release: ReleaseView | None,
    *,
    share: float = 0.01,
    gonogo: GoNoGoView | None = None,
) -> Snapshot:
    """Return a snapshot in which nothing is wrong with flows, sources and journal."""
    return Snapshot(
        at=now,
        service=SERVICE,
        state=state,
        verdict=NO_LAUNCH if release is None else release.verdict,
        operations=(),
        launch=going_out,
        release=release,
        flows=calm_flows(now, new_share=share or None),
        kpis=kpis(now),
        crash_free=CRASH_FREE if share else CRASH_FREE[:1],
        versions=versions(share),
        levers=levers(100.0 * share, has_coupon=share > 0.01),
        sources=SOURCES,
        channels=fine(),
        rollbacks=ROLLBACKS,
        past_alerts=PAST_ALERTS,
        marks=marks_until(now) if going_out is not None else (),
        gonogo=gonogo,
        safety=safety(is_running=going_out is not None),
        journal=journal_at(now),
        server=ServerView(age_s=3.0),
    )


def journal_at(now: datetime) -> JournalView:
    """Return the state of the journal: the last two rows are not anchored yet."""
    newest = len(rows_until(now))
    return JournalView(newest, newest - 2 if newest > 2 else None, is_writable=True)


def before_exposure(
    clock: str, phase: LaunchPhase, gonogo: GoNoGoView, state: TileState
) -> Snapshot:
    """Return a snapshot of a launch that nobody sees yet."""
    now = at(clock)
    release = not_judged(message(BoardCode.NOT_EXPOSED, **SIDES))
    signed = {LaunchPhase.GO: SIGNED, LaunchPhase.DEPLOYED: READY}.get(phase, UNSIGNED)
    checks = gates.no_go(gonogo.no_go_reason) if gonogo.is_no_go else signed
    going_out = launch(0.0, now, phase=phase, checks=checks)
    return snapshot(now, state, going_out, release, share=0.0, gonogo=gonogo)


def no_launch() -> Snapshot:
    """Return a time without a launch: the service is watched."""
    return snapshot(at("09:12:00"), TileState.OK, None, None, share=0.0)


def planned() -> Snapshot:
    """Return picture 04: QA objects to the coupon's tests, the PM cannot sign."""
    gonogo = sheets.objected()
    return before_exposure("09:58:12", LaunchPhase.PLANNED, gonogo, TileState.WARN)


def just_planned() -> Snapshot:
    """Return the sheet when nobody has answered anything that still counts."""
    gonogo = sheets.unanswered()
    return before_exposure("09:33:00", LaunchPhase.PLANNED, gonogo, TileState.UNKNOWN)


def pm_asked() -> Snapshot:
    """Return the moment when everybody has said Go but the PM."""
    gonogo = sheets.all_but_pm()
    return before_exposure("10:01:30", LaunchPhase.PLANNED, gonogo, TileState.UNKNOWN)


def no_go() -> Snapshot:
    """Return the moment after DevOps has said No-Go and owes the reason."""
    gonogo = sheets.no_go(has_reason=False)
    return before_exposure("09:59:30", LaunchPhase.PLANNED, gonogo, TileState.WARN)


def go_given() -> Snapshot:
    """Return the moment after the PM has signed."""
    return before_exposure("10:02:40", LaunchPhase.GO, sheets.go(), TileState.UNKNOWN)


def deployed() -> Snapshot:
    """Return the release deployed and open to nobody."""
    return before_exposure("10:04:10", LaunchPhase.DEPLOYED, sheets.go(), TileState.UNKNOWN)


def calm() -> Snapshot:
    """Return a healthy launch at 1 %."""
    now = at("10:20:00")
    release = waiting(calm_rows())
    return snapshot(now, TileState.OK, at_1_pct(now), release, gonogo=sheets.go())


def gate_open() -> Snapshot:
    """Return the launch with the gate from 1 to 5 % open."""
    now = at("10:36:30")
    going_out = at_1_pct(now, PASSED)
    return snapshot(now, TileState.OK, going_out, passing(), gonogo=sheets.go())


def held() -> Snapshot:
    """Return the launch held at 1 %."""
    given = calm()
    assert given.launch is not None
    why = "PG사 점검 공지(10:30–11:30)가 끝난 뒤 진행"
    going_out = at_1_pct(given.at, gates.held(gates.WAITING, why))
    return replace(given, launch=replace(going_out, is_held=True, held_by="sumin", hold_reason=why))


def overnight() -> Snapshot:
    """Return the launch held at 1 % as it is seen on the next morning."""
    morning = at("08:30:00", "2026-11-18")
    return replace(held(), at=morning, journal=journal_at(morning))


def watching() -> Snapshot:
    """Return the launch when everybody has the release and it is watched."""
    now = at("12:50:00")
    going_out = launch(100.0, now, phase=LaunchPhase.WATCHING, checks=PASSED, events=24_800.0)
    return snapshot(now, TileState.OK, going_out, passing(), share=0.96, gonogo=sheets.go())


def breaking() -> Snapshot:
    """Return a promise of speed that breaks then, while no old version is left to compare with."""
    given, alert = watching(), version_alert()
    assert given.release is not None
    sides = {"version": "3.2.0", "baseline": "3.1.4"}
    worse = message(BoardCode.NO_CONTROL_WORSE, flow="coupon", **sides)
    told = message(BoardCode.SPEED_BURNS_FAST, burn=15.2, window_s=3_600.0)
    cause = Cause.RELEASE_OR_EXTERNAL
    return replace(
        given,
        state=TileState.BAD,
        verdict=message(BoardCode.FLOW_FIRST, flow="coupon", told=told),
        release=replace(given.release, state=State.WAIT, cause=cause, verdict=worse),
        flows=tuple(
            slowed(one, given.at, told) if one.name == "coupon" else one for one in given.flows
        ),
        alerts=(replace(alert, reason=AlertReason.SLO, message=told, others=()),),
    )


def fault() -> Snapshot:
    """Return pictures 01, 02 and 05: at 5 % this release breaks the coupon on Android."""
    release = failing(harm(43.0, 8.0))
    given = snapshot(NOW, TileState.BAD, at_5_pct(), release, share=0.046, gonogo=sheets.go())
    return replace(
        given,
        flows=fault_flows(),
        kpis=kpis(NOW, has_warning=True),
        alerts=(version_alert(), slo_alert()),
    )


def sent() -> Snapshot:
    """Return the moment after the off was sent, while it is looked for."""
    now = at("10:54:04")
    given = _broken_at(now, 69.0)
    return replace(given, operations=(open_off(),))


def unknown() -> Snapshot:
    """Return picture 07: nobody knows whether the flag is off, nor how an older step ended."""
    given = _broken_at(UNKNOWN_AT, 77.0)
    told = message(BoardCode.UNRESOLVED, target="coupon_v2", lever="flag_off")
    down = message(SourceCode.SERVER_ERROR, source="flags", status=502)
    silent = broken_source("flags", SourceState.UNREACHABLE, down, age_s=72.0)
    return replace(
        given,
        state=TileState.UNKNOWN,
        verdict=told,
        operations=(unknown_off(), unknown_step()),
        levers=tuple(unread(one, 72.0) for one in given.levers),
        sources=tuple(silent if one.name == "flags" else one for one in given.sources),
    )


def mending() -> Snapshot:
    """Return the moment when the flag was seen off, and the metric is not back yet."""
    now = at("10:56:20")
    given = _broken_at(now, 84.0)
    off = tuple(
        one if one.flag != "coupon_v2" else levers(5.0, has_coupon=False)[1] for one in given.levers
    )
    return replace(given, operations=(mending_off(),), levers=off)


def healed() -> Snapshot:
    """Return picture 03: the coupon is back in band; users are safe."""
    given = _broken_at(AFTER, 84.0)
    assert given.release is not None
    assert given.launch is not None
    off = healed_off()
    release = replace(given.release, harm=harm(84.0, 0.0, is_over=True))
    why = "coupon_v2 꺼짐 확인, 원인을 찾는 중"
    return replace(
        given,
        state=TileState.WARN,
        verdict=off.message,
        operations=(off,),
        launch=replace(given.launch, is_held=True, held_by="seojin", hold_reason=why),
        release=release,
        flows=healed_flows(AFTER),
        kpis=kpis(AFTER),
        levers=levers(5.0, has_coupon=False),
        alerts=(slo_alert(),),
        safety=safety(),
    )


def closed() -> Snapshot:
    """Return the launch after it was stopped by its flag."""
    now = at("11:32:00")
    going_out = replace(at_5_pct(now, is_adrift=False), phase=LaunchPhase.STOPPED, gate=None)
    given = snapshot(now, TileState.OK, going_out, None, share=0.0, gonogo=sheets.go())
    return replace(given, safety=safety())


def _broken_at(now: datetime, failed_count: float) -> Snapshot:
    given = fault()
    release = failing(harm(failed_count, 8.0))
    return replace(
        given,
        at=now,
        launch=at_5_pct(now),
        release=release,
        flows=fault_flows(now),
        kpis=kpis(now, has_warning=True),
        marks=marks_until(now),
        journal=journal_at(now),
    )
