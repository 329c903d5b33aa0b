"""The row of business figures."""

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from cockpit.app.board_codes import BoardCode
from cockpit.app.snapshot import KpiView
from cockpit.domain.intervals import Interval
from cockpit.domain.message import Message, message
from cockpit.ui.chart.spark import Spark
from cockpit.ui.pages.kpi_row import KpiCell, KpiRow, band_text, crash_short, crash_text, kpi_value
from cockpit.ui.say import DASH
from cockpit.words.language import Language
from tests.kit.inspection import texts
from tests.kit.story.figures import CRASH_FREE, empty_kpi, kpis
from tests.kit.story.hands import FakeHands, room
from tests.kit.story.hostile import many
from tests.kit.story.moments import fault, no_launch
from tests.kit.story.setting import look, say
from tests.kit.story.times import NOW

KO, EN = say(), say(Language.EN)
YOUNG = message(BoardCode.KPI_YOUNG, days_count=3, needed_count=14)
SEARCH, COMPLETION, CLICKS = kpis(NOW, has_warning=True)


@pytest.fixture
def row(qtbot: QtBot) -> KpiRow:
    made = KpiRow(room(look(), KO, FakeHands()))
    qtbot.addWidget(made)
    made.show_kpis(fault())
    made.resize(992, made.wanted_px)
    made.show()
    return made


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [(0.0799, 0.0801, "7.99–8.01"), (0.08, 0.08, "8.000–8.000"), (0.7, 0.73, "70.0–73.0")],
)
def test_a_narrow_band_has_ends_that_differ(low: float, high: float, told: str) -> None:
    view = replace(kpis(NOW)[0], expected=Interval(low, high))
    assert told in band_text(view, KO)


@pytest.mark.parametrize(
    ("kpi", "value", "band"),
    [
        (SEARCH, "3.41", "예상 3.30–3.52"),
        (COMPLETION, "68.8", "예상 70.0–73.0"),
        (CLICKS, "5.8", "예상 5.5–6.1"),
        (empty_kpi("search_conversion"), DASH, "예상 아직 모름"),
    ],
)
def test_figure_and_band_have_the_same_digits(kpi: KpiView, value: str, band: str) -> None:
    assert kpi_value(kpi, KO) == value
    assert band_text(kpi, KO) == band


def test_every_figure_has_state_band_count_and_age(row: KpiRow) -> None:
    shown = texts(row)
    for word in ("검색 전환", "정상", "주의", "3.41", "n 88,214", "1분 12초 전"):
        assert word in shown


def test_the_new_version_comes_first_among_the_crash_free_sessions() -> None:
    assert crash_text(CRASH_FREE, "3.2.0", EN).index("3.2.0") < crash_text(
        CRASH_FREE, "3.2.0", EN
    ).index("3.1.4")
    assert "99.89 %" in crash_text(CRASH_FREE, "3.2.0", KO)
    assert crash_short(CRASH_FREE, "3.2.0", EN) == "Crash-free · 3.2.0 99.89 % · 3.1.4 99.92 %"
    assert crash_text((), "3.2.0", KO) == crash_short((), None, KO) == ""


def test_a_tight_row_is_one_line_and_has_no_sparks(row: KpiRow) -> None:
    row.tighten(is_tight=True)
    assert row.wanted_px == 40
    row.resize(980, 40)
    assert not [one for one in row.findChildren(Spark) if one.isVisible()]
    assert "3.41" in texts(row)


def test_many_figures_stand_in_several_rows(row: KpiRow) -> None:
    before = row.wanted_px
    row.show_kpis(many())
    assert row.wanted_px > before


def test_what_is_not_known_is_a_dash_and_says_so(row: KpiRow) -> None:
    unknown = tuple(empty_kpi(one.name) for one in fault().kpis)
    row.show_kpis(replace(fault(), kpis=unknown, crash_free=()))
    shown = texts(row)
    assert DASH in shown
    assert "모름" in shown
    assert "정상" not in shown


def test_nothing_to_show_needs_no_room(row: KpiRow) -> None:
    row.show_kpis(replace(no_launch(), kpis=(), crash_free=()))
    assert row.wanted_px == 0


def test_a_spark_gives_way_to_the_name(row: KpiRow) -> None:
    assert any(one.isVisible() for one in row.findChildren(Spark))
    row.resize(720, row.wanted_px)
    assert not any(one.isVisible() for one in row.findChildren(Spark))


def test_the_longest_words_leave_room_for_a_small_spark(qtbot: QtBot) -> None:
    made = KpiRow(room(look(), EN, FakeHands()))
    qtbot.addWidget(made)
    narrow = Interval(0.0798, 0.0802)
    told = [
        replace(one, expected=narrow, basis=YOUNG, event_count=14_150_815.0) for one in kpis(NOW)
    ]
    made.show_kpis(replace(fault(), kpis=tuple(told)))
    made.resize(992, made.wanted_px)
    made.show()
    assert all(one.isVisible() for one in made.findChildren(Spark))


@pytest.mark.parametrize(
    ("expected", "basis", "told"),
    [
        pytest.param(Interval(0.27, 0.30), None, "예상 27.0–30.0", id="weeks"),
        pytest.param(Interval(0.27, 0.30), YOUNG, "최근 기준 27.0–30.0", id="hours"),
        pytest.param(None, YOUNG, "학습 중 3/14일", id="learning"),
        pytest.param(None, None, "예상 아직 모름", id="nothing"),
    ],
)
def test_the_band_says_what_it_rests_on(
    expected: Interval | None, basis: Message | None, told: str
) -> None:
    view = replace(fault().kpis[0], expected=expected, basis=basis)
    assert band_text(view, KO) == told


def test_what_the_band_lacks_is_said_in_the_hint(row: KpiRow) -> None:
    first, *others = fault().kpis
    row.show_kpis(replace(fault(), kpis=(replace(first, basis=YOUNG), *others)))
    [cell] = [one for one in row.findChildren(KpiCell) if "3.4" in one.accessibleName()]
    assert "14일" in cell.toolTip()
    assert "14일" in cell.accessibleDescription()


@pytest.mark.parametrize("width", [992, 1216, 1500])
def test_lines_are_equally_wide_in_all_cells_or_in_none(row: KpiRow, width: int) -> None:
    row.resize(width, row.wanted_px)
    sparks = row.findChildren(Spark)
    assert len(sparks) == 3
    assert len({(one.isHidden(), one.width()) for one in sparks}) == 1
