"""Figures stand with what they rest on."""

from cockpit.app.snapshot import CrashFreeView, KpiView, TileState
from cockpit.cli.figures import figures
from tests.cli.speaking import words


def test_each_figure_stands_with_the_count_that_it_rests_on() -> None:
    kpi = KpiView("conversion", TileState.OK, (), 0.045, 1234.4, 600.0, 1.0)
    found = [words().text(one) for one in figures([kpi], [CrashFreeView("3.1.4", 0.998, 20, 600)])]
    assert found == ["conversion 4.5 % (n 1,234)", "crash-free 3.1.4 99.8 % (n 20)"]
