"""Pictures of every part of the kit: `python -m tests.kit.gallery FOLDER`."""

import sys
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget
from typing_extensions import override

from cockpit.app.launch_view import StageView
from cockpit.domain.standings import StageState
from cockpit.ui.aim import Aim, AimState
from cockpit.ui.application import application
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.chip import Chip, Tag
from cockpit.ui.kit.field import Choice, Field, Lines
from cockpit.ui.kit.figure import Figure
from cockpit.ui.kit.hold import HoldButton
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.ladder import Ladder, Track
from cockpit.ui.kit.mark import Mark, Shape
from cockpit.ui.kit.segments import Segments
from cockpit.ui.kit.table import Align, Cell, Column, Row, Table
from cockpit.ui.kit.tile import Empty, Line, Loading, Tile
from cockpit.ui.look import Look, Role, Theme, Type
from cockpit.ui.say import MINUS, Say
from cockpit.ui.sheet import sheet
from cockpit.ui.sign import Sign
from cockpit.words.language import Language
from cockpit.words.words import load
from tests.architecture.repository import TOP

ICONS = sorted(path.stem for path in (TOP / "resources" / "icons").glob("*.svg"))
LOUD = ((Shape.BAD, "나쁨"), (Shape.WARN, "주의"), (Shape.UNKNOWN, "모름"))
QUIET = (
    (Shape.OK, "정상"),
    (Shape.WAIT, "대기"),
    (Shape.OPEN, "답 기다림"),
    (Shape.HALF, "예외"),
    (Shape.NONE, "해당 없음"),
    (Shape.LOCK, "잠김"),
)
KEEP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Gallery(QWidget):
    """All parts on one ground."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__()
        self._look = look
        self.holds = _holds(look, say)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 24, 24, 24)
        page.setSpacing(12)
        page.addLayout(_row(*_marks(look)))
        page.addLayout(_row(*_chips(look)))
        page.addLayout(_row(*_buttons(look)))
        for at in (0, 4):
            page.addLayout(_row(*self.holds[at : at + 4]))
        page.addLayout(_row(*(_small(look, say, state) for state in AimState)))
        page.addLayout(_row(_ladder(look, say), *_tracks(look)))
        page.addLayout(_row(*_fields(look)))
        page.addWidget(_tile_of(look, _comparison(look)))
        page.addLayout(_row(*_tiles(look)))
        page.addWidget(Icons(look))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.color(Role.WINDOW))
        painter.end()


class Icons(QWidget):
    """Every icon, at 16 and at 20 px."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedHeight(64)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        for place, name in enumerate(ICONS):
            painter.drawPixmap(30 * place, 0, self._look.icon(name, Role.TEXT2, 16, ratio))
            painter.drawPixmap(30 * place, 28, self._look.icon(name, Role.TEXT1, 20, ratio))
        painter.end()


def _row(*parts: QWidget) -> QLayout:
    row = QHBoxLayout()
    row.setSpacing(16)
    for part in parts:
        row.addWidget(part, 0 if isinstance(part, Mark | Chip | Tag | Button | Ladder) else 1)
    row.addStretch()
    return row


def _marks(look: Look) -> list[QWidget]:
    marks: list[QWidget] = []
    for shape in Shape:
        for px in (10, 12, 16, 20, 24):
            mark = Mark(look, px)
            mark.show_shape(shape)
            marks.append(mark)
    return marks


def _chips(look: Look) -> list[QWidget]:
    parts: list[QWidget] = []
    for shape, word in (*LOUD, *QUIET):
        chip = Chip(look)
        chip.show_state(shape, word)
        parts.append(chip)
    for word in ("SLO", "KPI", "버전 비교", "drill"):
        tag = Tag(look)
        tag.say(word)
        parts.append(tag)
    return parts


def _buttons(look: Look) -> list[QWidget]:
    off = Button(look, Kind.PLAIN, "안 됨")
    off.setEnabled(False)
    return [
        Button(look, Kind.PRIMARY, "주된 일"),
        Button(look, Kind.PLAIN, "보통", "printer"),
        Button(look, Kind.LIGHT, "가벼움"),
        off,
        Button(look, Kind.SMALL, "작은 것"),
        Button(look, Kind.SMALL, "지금 읽기", "refresh"),
        Button(look, Kind.PLAIN, icon="close"),
        Button(look, Kind.LARGE, "큰 것"),
        Segments(look, (("15", "15분"), ("60", "1시간"), ("360", "6시간"), ("1440", "24시간"))),
    ]


def _aim(state: AimState, label: str, hint: str | None) -> Aim:
    return Aim("off:coupon_v2", label, state, hint, ("", "", ""), Sign.OK, label)


def _holds(look: Look, say: Say) -> list[HoldButton]:
    told = (
        _aim(AimState.IDLE, "플래그 끄기", "사전 점검 필요"),
        _aim(AimState.ARMED, "플래그 끄기", None),
        _aim(AimState.RECOMMENDED, "플래그 끄기", None),
        _aim(AimState.ARMED, "플래그 끄기", None),
        _aim(AimState.SENT, "보냄", "확인 중 3초"),
        _aim(AimState.SEEN, "꺼짐 확인", "10:55:48"),
        _aim(AimState.REFUSED, "거절됨", "403 · 다음 출구 보기"),
        _aim(AimState.UNKNOWN, "꺼짐?", "결과 모름 1:07"),
    )
    holds = []
    for aim in told:
        hold = HoldButton(look, say, 0.8, "power")
        hold.aim(aim)
        holds.append(hold)
    return holds


def _small(look: Look, say: Say, state: AimState) -> QWidget:
    hold = HoldButton(look, say, 0.8, "power", is_small=True)
    hold.aim(_aim(state, "끄기", None))
    return hold


def _ladder(look: Look, say: Say) -> QWidget:
    ladder = Ladder(look, say)
    states = (StageState.DONE, StageState.FAILED, StageState.AHEAD, StageState.AHEAD)
    ladder.show_stages(
        tuple(
            StageView(pct, state, None, None, 1_800.0, 751.0, 2_500, 2_810.0)
            for pct, state in zip((1.0, 5.0, 20.0, 100.0), states, strict=True)
        )
    )
    return ladder


def _tracks(look: Look) -> list[QWidget]:
    tracks: list[QWidget] = []
    for is_adrift, set_pct, effective_pct in ((False, 5.0, 4.6), (True, 20.0, 20.0)):
        track = Track(look)
        track.show_target(
            (1.0, 5.0, 20.0, 100.0),
            policy_pct=5.0,
            set_pct=set_pct,
            effective_pct=effective_pct,
            is_adrift=is_adrift,
        )
        tracks.append(track)
    return tracks


def _fields(look: Look) -> list[QWidget]:
    field, empty, choice, lines = Field(look), Field(look, "사유"), Choice(look), Lines(look)
    field.setText("간편결제 취소가 늘었습니다")
    choice.offer([("coupon_v2", "coupon_v2 끄기"), ("checkout_v2", "checkout_v2 끄기")])
    lines.setPlainText("첫 줄\n둘째 줄")
    lines.setFixedHeight(64)
    return [field, empty, choice, lines]


def _comparison(look: Look) -> Table:
    columns = (
        Column("지표", 176),
        Column("3.2.0 값", 76, Align.DECIMAL),
        Column("n", 64, Align.RIGHT),
        Column("3.1.4 값", 76, Align.DECIMAL),
        Column("n", 72, Align.RIGHT),
        Column("차이 %p [95 %]", 160, Align.RIGHT),
        Column("", 150),
        Column("상태", 100),
        Column("답 나오는 때"),
    )

    def interval(painter: QPainter, field: QRectF) -> None:
        middle = field.center().y()
        painter.fillRect(QRectF(field.left() + 20, middle, 60, 1), look.color(Role.TEXT1))

    told = (
        ("충돌 없는 세션", "", "99.89", "99.92", f"{MINUS}0.03", Shape.WAIT, "대기"),
        ("쿠폰 성공", "Android", "90.2", "98.0", f"{MINUS}7.8", Shape.BAD, "나쁨"),
        ("쿠폰 느림", "> 400 ms", "5.6", "5.5", "+0.1", Shape.OK, "같음"),
        ("KPI 추천 CTR", "", "–", "5.8", "–", Shape.UNKNOWN, "자료 없음"),
    )
    rows = [
        Row(
            (
                Cell(name, weight=600, note=note, note_size=Type.BODY),
                Cell(
                    new,
                    Role.BAD_TEXT if shape is Shape.BAD else Role.TEXT1,
                    600,
                    unit="%" if new != "–" else "",
                ),
                Cell("512", Role.TEXT3, size=Type.NOTE),
                Cell(old, weight=600, unit="%"),
                Cell("10,655", Role.TEXT3, size=Type.NOTE),
                Cell(gap, note=f"[{MINUS}10.7, {MINUS}5.5]", note_size=Type.BODY),
                Cell(paint=interval),
                Cell(word, shape=shape, size=Type.NOTE),
                Cell("10:49 · 3분 40초 만에", Role.TEXT2, size=Type.NOTE),
            ),
            Role.TINT_BAD if shape is Shape.BAD else None,
            name,
        )
        for name, note, new, old, gap, shape, word in told
    ]
    table = Table(look, columns, name="비교")
    table.show_rows(rows)
    table.choose("쿠폰 느림")
    table.setFixedHeight(28 * 5)
    return table


def _tile_of(look: Look, part: QWidget) -> Tile:
    tile = Tile(look, 8)
    column = QVBoxLayout(tile)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(part)
    return tile


def _tiles(look: Look) -> list[QWidget]:
    figures = Tile(look)
    figures.set_edge(Shape.BAD)
    column = QVBoxLayout(figures)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for value, unit, shape, role, size in (
        ("97.8", "%", None, Role.TEXT1, Type.FIGURE),
        ("91.1", "%", Shape.BAD, Role.BAD, Type.FIGURE),
        ("412", "ms", None, Role.TEXT1, Type.HERO),
        ("–", "", Shape.UNKNOWN, Role.TEXT3, Type.FIGURE),
    ):
        figure = Figure(look, size)
        figure.show_value(value, unit, shape, role)
        column.addWidget(figure, 0, KEEP)
    column.addWidget(Line(look))
    long = Label(look, Type.NOTE, Role.TEXT3, elides=True)
    long.say("n 18,019 · 최근 5분 · 3초 전 · 아주 긴 설명이 이어져서 끝까지 보이지 않습니다" * 2)
    column.addWidget(long)
    empty = Empty(look)
    wrapping = "3.2.0에서 추천 이벤트가 0건입니다. 앱이 보내는지, 레이블이 맞는지 봅니다."
    empty.say("아직 아무것도 오지 않았습니다", wrapping, "연결 열기 S")
    return [figures, _tile_of(look, empty), _tile_of(look, Loading(look))]


def draw(folder: Path) -> None:
    """Write one picture for each theme, and one of what is being held, has the focus, is cut."""
    app = application(Language.KO)
    resources = TOP / "resources"
    say = Say(load(Language.KO, resources / "i18n"), Language.KO)
    for theme in Theme:
        look = Look(resources, theme)
        app.setStyleSheet(sheet(look))
        gallery = Gallery(look, say)
        gallery.setFixedWidth(1360)
        gallery.show()
        gallery.activateWindow()
        QTest.mousePress(gallery.holds[3], Qt.MouseButton.LeftButton)
        QTest.qWait(500)
        gallery.grab().save(str(folder / f"kit-{theme.value}.png"))
        QTest.mouseRelease(gallery.holds[3], Qt.MouseButton.LeftButton)
        gallery.close()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    draw(target)
