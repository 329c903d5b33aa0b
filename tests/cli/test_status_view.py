"""A snapshot as a page: the worst first, nothing unknown looks good, names are harmless."""

import re
from datetime import timedelta
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import asdict, replace

from cockpit.app.board_codes import BoardCode
from cockpit.app.snapshot import OperationView, Snapshot, TileState
from cockpit.cli.codes import StatusCode
from cockpit.cli.status_view import StatusView
from cockpit.domain.message import Message, message
from cockpit.domain.operations import Lever
from cockpit.domain.standings import Status
from cockpit.domain.verdict import State
from cockpit.words.codes import WordsCode
from cockpit.words.language import Language
from tests.cli.speaking import console, said, words
from tests.kit.fakes_acting import NOON, no_answer
from tests.kit.monitoring import cockpit

WIDTHS = (80, 120)
HOSTILE = (
    "\x1b[31mred\x1b[0m",
    "[bold red]markup[/]",
    "a\nb\rc\td",
    "\u202egnp.exe",
    ":smile: {name} %s",
    "<b>html</b>",
    "x" * 5_000,
    "쿠폰" * 200,
    "zero\u200bwidth\x00\x07",
)
DANGEROUS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]")
NOT_NAMES = {"cause", "state", "status", "lever", "metric", "mode", "way_out", "alert", "rule_id"}


def page(snapshot: Snapshot, language: Language = Language.EN, width: int = 120) -> str:
    spoken = console(width)
    view = StatusView(words(language))
    if "width" in StatusView.__struct_fields__:
        view = replace(view, width=width)
    spoken.print(view.page(snapshot))
    return said(spoken)


@pytest.fixture(scope="module")
def healthy() -> Snapshot:
    made = cockpit()
    made.launch(1.0, 5.0)
    return made.watch(90.0, 5.0)


@pytest.fixture(scope="module")
def silent() -> Snapshot:
    made = cockpit()
    made.metrics.error = no_answer()
    made.flags.read_error = made.flags.served_error = no_answer()
    return made.look()


def renamed(value: Any, name: str, *, field: str = "") -> Any:
    """Return the value with every text of it that is a name replaced, however deep."""
    if isinstance(value, str) and type(value) is str and field not in NOT_NAMES:
        return name
    if isinstance(value, tuple):
        return tuple(renamed(one, name, field=field) for one in value)
    if isinstance(value, Message) or not isinstance(value, Struct):
        return value
    changed = {part: renamed(given, name, field=part) for part, given in asdict(value).items()}
    return replace(value, **changed)


def unresolved(status: Status = Status.UNKNOWN) -> OperationView:
    told = message(WordsCode.UNKNOWN)
    return OperationView("op-1", Lever.FLAG_OFF, "coupon_v2", status, told, NOON, None, None, None)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_page(
    healthy: Snapshot, silent: Snapshot, language: Language, width: int
) -> None:
    for snapshot in (healthy, silent):
        shown = page(snapshot, language, width)
        assert shown
        for line in shown.splitlines():
            assert len(line.rstrip()) <= width


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", list(Language))
def test_numbers_are_never_cut(healthy: Snapshot, language: Language, width: int) -> None:
    shown = page(healthy, language, width)
    for line in shown.splitlines():
        assert not re.search(r"\d…", line), line


def test_what_is_unresolved_stands_before_everything_else(healthy: Snapshot) -> None:
    shown = page(replace(healthy, operations=(unresolved(),)))
    lines = [line for line in shown.splitlines() if line.strip()]
    assert lines[1].startswith("◇")
    assert "op-1" in shown


def test_what_is_confirmed_is_not_loud(healthy: Snapshot) -> None:
    shown = page(replace(healthy, operations=(unresolved(Status.CONFIRMED),)))
    assert "op-1" not in shown


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("width", WIDTHS)
def test_where_nothing_is_known_nothing_looks_good(
    silent: Snapshot, language: Language, width: int
) -> None:
    assert silent.state is TileState.UNKNOWN
    shown = page(silent, language, width)
    assert "●" not in shown
    assert words(language).text(message(WordsCode.UNKNOWN)) in shown
    assert "nan" not in shown.lower()
    assert "None" not in shown


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("is_launched", [False, True])
def test_one_outage_is_told_once_with_all_that_is_unknown_because_of_it(
    language: Language, width: int, *, is_launched: bool
) -> None:
    made = cockpit()
    if is_launched:
        made.launch(1.0, 5.0)
    made.metrics.error = no_answer()
    snapshot = made.look()
    cause = next(one for one in snapshot.sources if one.name == "metrics").message
    shown = page(snapshot, language, width)
    line = " ".join(shown.split())
    assert line.count(words(language).text(cause)) == 1, shown
    caption = words(language).text(message(StatusCode.HIDDEN))
    assert line.count(caption) == 1
    assert line.index("completion") > line.index(caption)
    assert len(shown.splitlines()) <= 16, shown


def test_before_its_first_step_a_launch_has_no_stage_that_could_be_unknown() -> None:
    made = cockpit()
    made.launch()
    shown = page(made.look()).splitlines()[1]
    assert "before its first step" in shown
    assert "stage" not in shown


def test_what_several_flows_have_to_tell_is_said_once(healthy: Snapshot) -> None:
    told = message(WordsCode.NO)
    flows = tuple(
        replace(one, state=TileState.UNKNOWN, messages=(told, told)) for one in healthy.flows
    )
    verdict = message(BoardCode.FLOW_FIRST, flow=flows[0].name, told=told)
    shown = page(replace(healthy, flows=flows, verdict=verdict))
    assert "◇ coupon, checkout: no" in shown
    assert "coupon: no" not in shown.splitlines()[2]


@pytest.mark.slow
def test_known_counts_stay_on_the_page_when_their_source_falls_silent() -> None:
    made = cockpit()
    made.launch(1.0, 5.0)
    made.watch(90.0, 5.0)
    made.metrics.error = no_answer()
    snapshot = made.watch(180.0, 5.0)
    assert snapshot.release is not None
    assert {row.state for row in snapshot.release.rows} == {State.NO_DATA}
    shown = page(snapshot)
    assert "coupon · failures" in shown
    assert "●" not in "".join(
        line for line in shown.splitlines() if "coupon" in line and "v2" not in line
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_names_are_shown_harmless(healthy: Snapshot, name: str, width: int) -> None:
    snapshot = renamed(healthy, name)
    assert isinstance(snapshot, Snapshot)
    shown = page(snapshot, Language.KO, width)
    assert not DANGEROUS.search(shown), DANGEROUS.findall(shown)
    assert shown.count("\n") < 200
    if name.startswith("[bold"):
        assert "[bold" in shown


@pytest.mark.parametrize("state", list(TileState))
def test_each_state_has_its_shape_and_its_word(healthy: Snapshot, state: TileState) -> None:
    shapes = {"ok": "●", "warn": "▲", "bad": "■", "unknown": "◇"}
    flows = tuple(replace(flow, state=state) for flow in healthy.flows)
    shown = page(replace(healthy, flows=flows))
    lines = [line for line in shown.splitlines() if line.lower().startswith("coupon")]
    assert lines
    assert all(shapes[state.value] in line for line in lines[:1])


def test_ages_and_figures_that_are_not_known_say_so(healthy: Snapshot) -> None:
    flows = tuple(
        replace(flow, success_ratio=None, event_count=None, age_s=None, p95_s=None, slow_ratio=None)
        for flow in healthy.flows
    )
    shown = page(replace(healthy, flows=flows), width=160)
    line = next(line for line in shown.splitlines() if line.lower().startswith("coupon"))
    assert line.count("unknown") >= 4


def test_a_p95_above_the_highest_bound_says_so(healthy: Snapshot) -> None:
    flows = tuple(replace(flow, p95_s=10.0, p95_is_above=True) for flow in healthy.flows)
    assert re.search(r"> 10,000", page(replace(healthy, flows=flows)))


@pytest.mark.parametrize("language", list(Language))
def test_no_code_is_left_without_a_sentence(
    healthy: Snapshot, silent: Snapshot, language: Language
) -> None:
    for snapshot in (healthy, silent):
        shown = page(replace(snapshot, operations=(unresolved(),)), language, 200)
        assert not re.search(r"\b(status|shape|board|metric|source_state)\.[a-z_]+", shown)


def test_the_age_of_a_snapshot_is_its_own(healthy: Snapshot) -> None:
    later = replace(healthy, at=healthy.at + timedelta(days=1))
    assert page(later).splitlines()[0] != page(healthy).splitlines()[0]
