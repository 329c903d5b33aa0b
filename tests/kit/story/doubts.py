"""Moments in which little or nothing is known: no page may show anything green in them."""

from msgspec.structs import replace

from cockpit.app.board_codes import BoardCode, DataCode, SourceNote
from cockpit.app.codes import ActionCode
from cockpit.app.snapshot import JournalView, Snapshot, SourceState, TileState
from cockpit.connectors.codes import FlagCode, SourceCode
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Lever
from cockpit.domain.standings import StageState, Status
from tests.kit.story import moments
from tests.kit.story.channels import down
from tests.kit.story.figures import KPI_NAMES, empty_kpi
from tests.kit.story.flows import empty_flow, unknown_flow
from tests.kit.story.gates import gate
from tests.kit.story.gates import unread as unread_gate
from tests.kit.story.levers import (
    KINDS,
    ROLLBACKS,
    broken_source,
    kpi_alert,
    levers,
    slo_alert,
    unknown_off,
    unknown_step,
    unread,
    version_alert,
    waiting_source,
)
from tests.kit.story.people import PROMISES
from tests.kit.story.safety import nothing_yet
from tests.kit.story.times import at
from tests.kit.story.verdicts import SIDES, harm, just_opened, not_judged, stale_rows, unhealthy

SILENT_S = 247.0


def empty() -> Snapshot:
    """Return the first snapshot of a workspace: no source was asked, the journal is new."""
    return Snapshot(
        at=at("09:00:01"),
        service=moments.SERVICE,
        state=TileState.UNKNOWN,
        verdict=moments.NO_LAUNCH,
        operations=(),
        launch=None,
        release=None,
        flows=tuple(empty_flow(name) for name in PROMISES),
        kpis=tuple(empty_kpi(name) for name in KPI_NAMES),
        crash_free=(),
        versions=(),
        levers=tuple(unread(one, None) for one in levers(0.0)),
        sources=tuple(waiting_source(name) for name in KINDS),
        rollbacks=(replace(ROLLBACKS[0], to_version=None, usual_s=None, last_done_at=None),),
        safety=nothing_yet(),
        journal=JournalView(1, None, is_writable=True),
    )


def loading() -> Snapshot:
    """Return a snapshot in the middle of a launch right after the start: the journal is read."""
    given = empty()
    told = message(BoardCode.JOURNAL_UNREAD, why=message(BoardCode.JOURNAL_READING))
    return replace(given, verdict=told, journal=None, safety=None)


def stale() -> Snapshot:
    """Return the launch after the metric source fell silent: last values, none to rely on."""
    told = message(DataCode.STALE, source="metrics", age_s=SILENT_S)
    note = message(SourceNote.STALE, source="metrics", age_s=SILENT_S)
    silent = broken_source("metrics", SourceState.STALE, note, age_s=3.0, failures=0)
    silent = replace(silent, data_age_s=SILENT_S, round_trip_s=0.09, retry_in_s=None)
    given = _without_numbers(moments.calm(), told)
    return replace(given, sources=(silent, *given.sources[1:]))


def error() -> Snapshot:
    """Return the launch with metrics that cannot be reached and flags that refuse the token."""
    given = moments.calm()
    timeout = message(SourceCode.TIMEOUT, source="metrics", deadline_s=10.0)
    refused = message(FlagCode.TOKEN_UNKNOWN, source="flags")
    bad_answer = message(SourceCode.LOGIN_PAGE, source="deploy")
    told = message(DataCode.SOURCE_DOWN, source="metrics", why=timeout)
    broken = _without_numbers(given, told)
    sources = (
        broken_source("metrics", SourceState.UNREACHABLE, timeout, age_s=SILENT_S, failures=8),
        broken_source("flags", SourceState.REFUSED, refused, age_s=None),
        broken_source("deploy", SourceState.BAD_ANSWER, bad_answer, age_s=3_700.0, failures=1),
    )
    unwritable = message(ActionCode.NOT_WRITTEN, reason=timeout)
    return replace(
        broken,
        sources=sources,
        channels=down(),
        levers=tuple(unread(one, SILENT_S) for one in given.levers),
        journal=JournalView(23, 20, is_writable=False, error=unwritable),
    )


def unsplit() -> Snapshot:
    """Return a healthy launch whose users are not split as the flag says."""
    given = moments.calm()
    release = unhealthy()
    return replace(given, state=TileState.UNKNOWN, verdict=release.verdict, release=release)


def opened() -> Snapshot:
    """Return the first seconds of a stage: nothing can have been counted yet."""
    given = moments.calm()
    assert given.launch is not None
    release = just_opened()
    return replace(
        given,
        state=TileState.UNKNOWN,
        verdict=release.verdict,
        release=release,
        launch=replace(given.launch, bake_elapsed_s=7.0),
    )


def storm() -> Snapshot:
    """Return the worst of it: everything breaks, and nobody knows what the levers did."""
    given, broken = moments.unknown(), error()
    flows = tuple(
        replace(one, state=TileState.BAD, messages=(version_alert().message,), success_ratio=0.512)
        if place % 2
        else unknown_flow(one, SILENT_S, message(DataCode.GAP, platform="android", gap_s=90.0))
        for place, one in enumerate(given.flows)
    )
    rollback = replace(
        unknown_step(), operation_id="0193a7f3-c0de", lever=Lever.ROLLBACK, target="shop-app"
    )
    assert given.release is not None
    return replace(
        given,
        flows=flows,
        kpis=tuple(replace(one, state=TileState.BAD) for one in given.kpis),
        levers=broken.levers,
        sources=broken.sources,
        journal=broken.journal,
        release=replace(given.release, harm=harm(12_480.0, 1_130.0)),
        operations=(unknown_off(), replace(rollback, status=Status.OPEN), unknown_step()),
        alerts=tuple(
            replace(one, key=f"{one.key}-{place}")
            for place in range(4)
            for one in (version_alert(), slo_alert(), kpi_alert())
        ),
    )


def _without_numbers(given: Snapshot, told: Message) -> Snapshot:
    """Return the snapshot with last values only: tiles, verdict and gate know nothing."""
    assert given.launch is not None
    checks = unread_gate(told)
    why = message(BoardCode.RELEASE_UNKNOWN, **SIDES, flow="coupon", metric="success", why=told)
    targets = tuple(
        replace(one, effective_pct=None, read_age_s=SILENT_S) for one in given.launch.targets
    )
    stages = tuple(
        replace(one, checks=checks, event_count=None) if one.state is StageState.CURRENT else one
        for one in given.launch.stages
    )
    return replace(
        given,
        state=TileState.UNKNOWN,
        verdict=why,
        launch=replace(
            given.launch,
            gate=gate(5.0, checks),
            next_refusal=told,
            targets=targets,
            stages=stages,
        ),
        release=not_judged(why, stale_rows(SILENT_S)),
        flows=tuple(unknown_flow(one, SILENT_S, told) for one in given.flows),
        kpis=tuple(
            replace(one, state=TileState.UNKNOWN, messages=(told,), age_s=SILENT_S)
            for one in given.kpis
        ),
        crash_free=(),
        versions=(),
    )
