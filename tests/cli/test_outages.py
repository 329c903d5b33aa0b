"""One broken connection is one thing to read, however much of the page hangs on it."""

import pytest
from msgspec.structs import replace

from cockpit.app.snapshot import Snapshot, SourceState, TileState
from cockpit.cli.outages import has_counts, names_hidden, outages, tells
from cockpit.domain.message import message
from cockpit.words.codes import WordsCode
from tests.cli.speaking import words
from tests.kit.fakes_acting import no_answer
from tests.kit.monitoring import cockpit


@pytest.fixture(scope="module")
def dark() -> Snapshot:
    made = cockpit()
    made.launch(1.0, 5.0)
    made.metrics.error = no_answer()
    return made.look()


def test_all_that_asks_a_broken_source_hangs_on_its_outage(dark: Snapshot) -> None:
    (found,) = outages(dark)
    assert found.source == "metrics"
    assert [one.name for one in found.flows] == ["coupon", "checkout"]
    assert [one.name for one in found.kpis] == ["completion"]
    assert dark.release is not None
    assert found.rows == dark.release.rows
    assert not any(has_counts(one) for one in found.rows)
    assert found.levers == ()


def test_the_comparisons_are_named_as_one(dark: Snapshot) -> None:
    (found,) = outages(dark)
    names = names_hidden(found, words())
    assert names == ["coupon", "checkout", "completion", "New against old"]


def test_flags_that_cannot_be_read_hang_on_their_own_server() -> None:
    made = cockpit()
    made.flags.read_error = made.flags.served_error = no_answer()
    (found,) = outages(made.look())
    assert found.source == "flags"
    assert names_hidden(found, words()) == ["flag coupon_v2"]


def test_a_source_that_answers_has_no_outage(dark: Snapshot) -> None:
    sources = tuple(replace(one, state=SourceState.SLOW) for one in dark.sources)
    assert outages(replace(dark, sources=sources)) == ()


def test_a_flow_with_trouble_of_its_own_does_not_hang_on_the_outage(dark: Snapshot) -> None:
    own = message(WordsCode.UNKNOWN)
    first, *others = dark.flows
    troubled = replace(first, messages=(*first.messages, own))
    (found,) = outages(replace(dark, flows=(troubled, *others)))
    assert [one.name for one in found.flows] == ["checkout"]


def test_a_figure_that_is_still_known_is_not_hidden(dark: Snapshot) -> None:
    known = tuple(replace(one, ratio=0.8, state=TileState.WARN) for one in dark.kpis)
    (found,) = outages(replace(dark, kpis=known))
    assert found.kpis == ()


def test_a_cause_is_found_however_deep_it_stands() -> None:
    cause = message(WordsCode.UNKNOWN)
    outer = message(WordsCode.YES, told=message(WordsCode.NO, why=cause))
    assert tells(outer, cause)
    assert not tells(message(WordsCode.YES, why="unknown"), cause)
