"""Names and texts that servers and people should never have sent, and a shop that is too large."""

from datetime import timedelta
from functools import cache

from msgspec.structs import replace

from cockpit.app.gonogo_view import ItemView
from cockpit.app.snapshot import FlowView, Snapshot
from cockpit.domain import events
from cockpit.domain.events import Event
from cockpit.domain.message import Message
from cockpit.ports.journal import Row
from cockpit.ports.workspace import Title, Workspace
from tests.kit.story import moments
from tests.kit.story.levers import lever, source
from tests.kit.story.people import workspace
from tests.kit.story.rows import rows

HIDDEN = ("\u202e", "\u200b", "\u2066", "\ufeff", "\u0007")
"""Characters that may never reach the screen as they are."""

EVIL = {
    "version": "3.2.0\u202egnp.exe",
    "build": "32<b>0</b>\u200b",
    "baseline": "3.1.4\r\n<img src=x>",
    "flag": "a&coupon_\u2066v2\u2069<b>off</b>",
    "reason": "NPE\n\n<script>alert(1)</script>" + "x" * 5_000,
    "flow": "쿠폰🎟️" + "길" * 5_000,
    "person": "<b>윤서진</b>\u202e관리자",
    "source": "metrics\x07\ufeff<a href='http://x'>x</a>",
    "text": "שלום عربى \u202e<font color='#ff0000'>" + "<h1>큰 글자</h1>" * 400,
    "kpi": "검색\t전환\u2028" + "🧨" * 300,
}


def hostile() -> Snapshot:
    """Return the fault with hostile text wherever text comes from outside."""
    given = moments.unknown()
    assert given.launch is not None
    assert given.release is not None
    assert given.gonogo is not None
    launch = replace(
        given.launch,
        version=EVIL["version"],
        build=EVIL["build"],
        baseline=EVIL["baseline"],
        notes=EVIL["text"],
        commit=EVIL["text"],
        holder=EVIL["person"],
        go_by=EVIL["person"],
        is_held=True,
        held_by=EVIL["person"],
        hold_reason=EVIL["text"],
        stages=tuple(replace(one, second_person=EVIL["person"]) for one in given.launch.stages),
        targets=tuple(
            replace(one, flag=EVIL["flag"], source=EVIL["source"], drifted_by=EVIL["person"])
            for one in given.launch.targets
        ),
    )
    release = replace(
        given.release,
        version=EVIL["version"],
        baseline=EVIL["baseline"],
        verdict=_evil(given.release.verdict),
        platform=EVIL["text"],
        rows=tuple(
            replace(one, message=_evil(one.message), worst_stratum=EVIL["text"])
            for one in given.release.rows
        ),
    )
    return replace(
        given,
        service=EVIL["text"],
        verdict=_evil(given.verdict),
        launch=launch,
        release=release,
        flows=(*map(_evil_flow, given.flows[:2]), *given.flows[2:]),
        kpis=tuple(replace(one, name=EVIL["kpi"] + one.name) for one in given.kpis),
        crash_free=tuple(replace(one, version=EVIL["version"]) for one in given.crash_free),
        versions=tuple(replace(one, version=EVIL["version"]) for one in given.versions),
        levers=tuple(
            replace(one, flag=EVIL["flag"] + one.flag, source=EVIL["source"])
            for one in given.levers
        ),
        sources=tuple(
            replace(one, name=EVIL["source"] + one.name, kind=EVIL["text"]) for one in given.sources
        ),
        rollbacks=tuple(
            replace(one, name=EVIL["flag"], service=EVIL["text"], to_version=EVIL["version"])
            for one in given.rollbacks
        ),
        alerts=tuple(
            replace(one, message=_evil(one.message), flow=EVIL["flow"]) for one in given.alerts
        ),
        marks=tuple(replace(one, name=EVIL["flag"]) for one in given.marks),
        operations=tuple(replace(one, target=EVIL["flag"]) for one in given.operations),
        gonogo=replace(
            given.gonogo,
            no_go_by=EVIL["person"],
            no_go_reason=EVIL["text"],
            poll=tuple(
                replace(one, person=EVIL["person"], people=(EVIL["person"],), reason=EVIL["text"])
                for one in given.gonogo.poll
            ),
            items=tuple(_evil_item(one) for one in given.gonogo.items),
        ),
    )


def many() -> Snapshot:
    """Return a fault in a large shop: ten flows, eight figures, twelve levers, nine sources."""
    given = moments.fault()
    flows = tuple(
        replace(given.flows[place % 4], name=f"flow_{place + 1}_with_a_long_name")
        for place in range(6)
    )
    assert given.release is not None
    rows = given.release.rows
    more_rows = tuple(replace(row, flow=f"flow_{place + 1}") for place, row in enumerate(rows))
    kpis = tuple(replace(given.kpis[place % 3], name=f"figure_{place + 1}") for place in range(5))
    levers = tuple(
        lever(f"flag_{place + 1}", (f"flow_{place % 6 + 1}",), 5.0, is_on=True)
        for place in range(8)
    )
    sources = tuple(source(f"metrics_{place + 2}") for place in range(6))
    targets = () if given.launch is None else given.launch.targets
    more_targets = tuple(replace(targets[0], flag=f"exposure_{place + 1}") for place in range(8))
    alerts = tuple(
        replace(
            given.alerts[1],
            key=f"flow:flow_{place + 1}",
            flow=f"flow_{place + 1}",
            since_at=given.alerts[1].since_at - timedelta(minutes=7 * place),
        )
        for place in range(9)
    )
    return replace(
        given,
        flows=(*given.flows, *flows),
        kpis=(*given.kpis, *kpis),
        levers=(*given.levers, *levers),
        sources=(*given.sources, *sources),
        release=replace(given.release, rows=(*rows, *more_rows, *more_rows)),
        launch=None
        if given.launch is None
        else replace(given.launch, targets=(*targets, *more_targets)),
        alerts=(*given.alerts, *alerts),
    )


@cache
def hostile_workspace() -> Workspace:
    """Return the workspace with hostile titles, questions and names of people."""
    given = workspace()
    title = Title(ko=EVIL["flow"][:200], en=EVIL["text"][:200])
    return replace(
        given,
        flows=tuple(replace(one, title=title) for one in given.flows),
        kpis=tuple(replace(one, title=title) for one in given.kpis),
        people=tuple(
            replace(one, name=EVIL["person"], contact=EVIL["text"], phone=EVIL["text"])
            for one in given.people
        ),
        checklist=tuple(replace(one, question=title) for one in given.checklist),
    )


def hostile_rows() -> tuple[Row, ...]:
    """Return the journal with hostile people and texts."""
    planned = events.LaunchPlanned(
        EVIL["flow"], "shop", EVIL["version"], EVIL["build"], EVIL["baseline"], EVIL["text"]
    )
    note = events.NoteAdded(EVIL["text"])
    newer = events.UnknownEvent(EVIL["kpi"], EVIL["reason"])
    evil: tuple[Event, ...] = (planned, note, newer) * 10
    return tuple(
        replace(row, entry=replace(row.entry, actor=EVIL["person"], event=event))
        for row, event in zip(rows(), evil, strict=False)
    )


def _evil(told: Message) -> Message:
    """Return the message with every text in it made hostile."""
    values = tuple(
        (name, EVIL["text"] + value if isinstance(value, str) and name != "lever" else value)
        for name, value in told.values
    )
    return Message(told.code, values)


def _evil_flow(given: FlowView) -> FlowView:
    reasons = tuple(replace(one, reason=EVIL["reason"]) for one in given.reasons)
    return replace(
        given,
        name=EVIL["flow"] + given.name,
        messages=tuple(_evil(one) for one in given.messages),
        reasons=reasons,
        flag=EVIL["flag"] + str(given.flag),
    )


def _evil_item(given: ItemView) -> ItemView:
    return replace(
        given,
        question_ko=EVIL["text"],
        question_en=EVIL["text"],
        value=EVIL["text"],
        answered_by=EVIL["person"],
        objection=EVIL["text"],
    )
