"""The demo's pictures show what they are taken for: alerts, and charts of both versions.

The demo looks for itself before each picture (`demo_drawn`), which the usual run plays.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from cockpit.app.snapshot import Snapshot, TileState
from cockpit.bootstrap.demo_acting import Acting
from cockpit.bootstrap.demo_drawn import is_drawn
from cockpit.bootstrap.demo_pictures import Pictures
from cockpit.bootstrap.demo_plots import COUPON, coupon
from cockpit.bootstrap.demo_stage import Stage, staged
from cockpit.ui.shell import Shell
from cockpit.words.language import Language

pytestmark = [pytest.mark.long, pytest.mark.timeout(120)]

STRIP_PX = 160
"""What lies above tells the time, which goes on."""

LATER_S = 0.15


class Watched(Acting):
    """Keeps what the windows were shown for each picture, and whether that stays so."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        super().__init__(stage, Pictures(folder), lambda _told: None)
        self.taken: dict[int, Snapshot] = {}
        self.unsettled: list[str] = []
        self.shown: list[Snapshot] = []
        stage.workplace.bridge.seen.connect(self.shown.append)

    @override
    def take(self, number: int, *pages: str, about: str = "") -> None:
        super().take(number, *pages, about=about)
        self.taken[number] = self.stage.newest[0]
        shells = {one: shell for one, (shell, _) in self.stage.shells.items()}
        before = {one: below_strip(shell) for one, shell in shells.items()}
        self.walker.pump(LATER_S)
        self.unsettled += [
            f"{number}-{pages[-1]}-{one}"
            for one, shell in shells.items()
            if below_strip(shell) != before[one]
        ]


def below_strip(shell: Shell) -> QImage:
    image = shell.grab().toImage()
    return image.copy(0, STRIP_PX, image.width(), image.height() - STRIP_PX)


@pytest.fixture
def acted(tmp_path: Path, qapp: QApplication) -> Iterator[Watched]:
    assert qapp is not None
    (tmp_path / "world").mkdir()
    with staged(tmp_path / "world", Language.KO, lambda _told: None) as stage:
        acting = Watched(stage, tmp_path)
        acting.go()
        coupon(acting)
        yield acting


def test_each_picture_is_taken_of_boards_on_which_everything_is_drawn(acted: Watched) -> None:
    assert acted.unsettled == []
    fault, safe, end = acted.taken[3], acted.taken[4], acted.taken[5]
    assert all(map(is_drawn, (fault, safe, end)))
    assert {COUPON} <= {one.flow for one in fault.alerts}
    for seen in (fault, safe):
        for flow in seen.flows:
            assert flow.chart is not None
            for line in (flow.chart.baseline, flow.chart.new):
                assert line is not None
                assert np.isfinite(line.value[-1])
            assert flow.chart.end_s > seen.at.timestamp() - 2 * flow.chart.step_s
    assert fault.release is not None
    assert fault.release.flow == COUPON
    assert {one.state for one in end.kpis} == {TileState.OK}
    shown_again = {at for at, count in Counter(one.at for one in acted.shown).items() if count > 1}
    assert shown_again <= {fault.at, safe.at, end.at}  # once after a leap, once more when drawn
