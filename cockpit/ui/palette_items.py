"""What the palette finds: pages, flows, levers, deeds of a launch and rows of the journal.

Nothing here fires: a row goes to a page, opens a panel, or aims a hold button.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from cockpit.app.snapshot import Snapshot
from cockpit.domain.way_out import WayOut
from cockpit.ports.journal import Row
from cockpit.ui.aim import advised
from cockpit.ui.heard import back_key, off_key
from cockpit.ui.panel_codes import PaletteCode
from cockpit.ui.places import PLACES
from cockpit.ui.say import Say
from cockpit.ui.sign import Sign, sign_of

MOST_ITEMS = 10
PAGE, RUNBOOK, ARM = "page:", "runbook:", "arm:"


class Item(Struct, frozen=True):
    """A row: `act` is `page:KEY`, `runbook:FLOW` or `arm:KEY OF A WAY OUT`.

    `also` is looked through, and not shown. `key` is what leads there without the palette.
    """

    section: PaletteCode
    icon: str
    title: str
    note: str
    act: str
    sign: Sign | None = None
    key: str = ""
    also: str = ""


def items(
    snapshot: Snapshot | None, say: Say, pages: frozenset[str], flows: Sequence[str]
) -> tuple[Item, ...]:
    """Return everything that can be found, in the order of its sections."""
    advice = () if snapshot is None else tuple(_advice(snapshot, say))
    levers = () if snapshot is None else tuple(_levers(snapshot, say))
    known = {one.act for one in advice}
    return (
        *advice,
        *_pages(say, pages),
        *_flows(snapshot, say, flows),
        *(one for one in levers if one.act not in known),
        *_deeds(say, pages),
    )


def rows_found(rows: Sequence[Row], say: Say) -> tuple[Item, ...]:
    """Return rows of the journal as items; they lead to the journal."""
    from cockpit.app.row_sentences import sentence  # read with the first search

    found = []
    for row in rows:
        told = say.text(sentence(row.entry, {}))
        title = say(PaletteCode.ROW, seq=str(row.seq), told=told)
        note = f"{say.time(row.entry.at)} · {say.person(row.entry.actor)}"
        found.append(Item(PaletteCode.JOURNAL, "journal", title, note, f"{PAGE}journal"))
    return tuple(found)


def fitting(found: Sequence[Item], query: str) -> tuple[Item, ...]:
    """Return the items in which every word of the query occurs, in any case, at most ten."""
    words = query.casefold().split()
    fits = [
        one
        for one in found
        if all(word in f"{one.title} {one.note} {one.also}".casefold() for word in words)
    ]
    return tuple(fits[:MOST_ITEMS])


def _advice(snapshot: Snapshot, say: Say) -> Iterator[Item]:
    advice = advised(snapshot)
    if advice is None:
        return
    if advice.way_out is WayOut.FLAG_OFF:
        yield _off(advice.name, PaletteCode.ADVISED, snapshot, say, "Ctrl+Shift+X")
    else:
        yield _back(advice.name, PaletteCode.ADVISED, say, "Ctrl+Shift+R")


def _levers(snapshot: Snapshot, say: Say) -> Iterator[Item]:
    for lever in snapshot.levers:
        yield _off(lever.flag, PaletteCode.LEVERS, snapshot, say)
    for back in snapshot.rollbacks:
        yield _back(back.name, PaletteCode.LEVERS, say)


def _off(flag: str, section: PaletteCode, snapshot: Snapshot, say: Say, key: str = "") -> Item:
    guards = next((one.guards for one in snapshot.levers if one.flag == flag), ())
    also = " ".join([*guards, *(say.name("flow", one) for one in guards)])
    title, note = say(PaletteCode.ARM_OFF, flag=flag), say(PaletteCode.ARM_OFF_NOTE)
    return Item(section, "power", title, note, f"{ARM}{off_key(flag)}", None, key, also)


def _back(name: str, section: PaletteCode, say: Say, key: str = "") -> Item:
    title, note = say(PaletteCode.ARM_BACK, name=name), say(PaletteCode.ARM_BACK_NOTE)
    return Item(section, "rollback", title, note, f"{ARM}{back_key(name)}", None, key)


def _pages(say: Say, pages: frozenset[str]) -> Iterator[Item]:
    for place in PLACES:
        if place.key in pages:
            act = f"{PAGE}{place.key}"
            word, key = say(place.code), place.shown
            yield Item(PaletteCode.GO, place.icon, word, "", act, None, key, place.key)


def _flows(snapshot: Snapshot | None, say: Say, flows: Sequence[str]) -> Iterator[Item]:
    shown = {} if snapshot is None else {one.name: one for one in snapshot.flows}
    for flow in flows:
        name, view = say.name("flow", flow), shown.get(flow)
        note, sign = "", None
        if view is not None:
            success, count = say.ratio(view.success_ratio), say.count(view.event_count)
            note = say(PaletteCode.FLOW_NOTE, success=success, count=count)
            sign = sign_of(view.state)
        title = say(PaletteCode.FLOW, flow=name)
        yield Item(PaletteCode.GO, "flow", title, note, f"{PAGE}flow", sign, "1", flow)
        title = say(PaletteCode.RUNBOOK, flow=name)
        yield Item(PaletteCode.GO, "book", title, "", f"{RUNBOOK}{flow}", None, "F1", flow)


def _deeds(say: Say, pages: frozenset[str]) -> Iterator[Item]:
    for code, page, icon in (
        (PaletteCode.PLAN, "rollout", "plus"),
        (PaletteCode.SIGN, "gonogo", "checklist"),
        (PaletteCode.DEPLOYED, "rollout", "check"),
        (PaletteCode.STEP, "rollout", "rollout"),
        (PaletteCode.HOLD, "rollout", "pause"),
        (PaletteCode.CLOSE, "rollout", "stop"),
    ):
        if page in pages:
            yield Item(PaletteCode.LAUNCH, icon, say(code), "", f"{PAGE}{page}")
