"""The tile with the answer: the sentence, its evidence, and before and now beside it."""

from PySide6.QtGui import QResizeEvent
from typing_extensions import override

from cockpit.app.snapshot import ComparisonView, Metric, ReleaseView, Snapshot
from cockpit.domain.verdict import State
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.mark import shape_of
from cockpit.ui.kit.table import Cell, Column, Row, Table
from cockpit.ui.kit.tile import Line, Tile
from cockpit.ui.look import Role, Type
from cockpit.ui.page import Room
from cockpit.ui.pages.flow_why import FlowWhy
from cockpit.ui.pages.release_answer_text import (
    AnswerText,
    Facts,
    Moment,
    answer,
    facts,
    failing_row,
    tally,
)
from cockpit.ui.pages.release_codes import AnswerCode
from cockpit.ui.pages.release_text import WORDS, points
from cockpit.ui.say import DASH
from cockpit.words.safe import safe

FACTS_PX, LEAST_FACTS_PX, GAP_PX = 440, 380, 16
WIDE_FROM_PX = 1_100
ROW_PX = 28
SENTENCE_PX, SHORT_PX, SEEN_PX = 28, 24, 16
ORDER = (State.PASS, State.WAIT, State.FAIL, State.NO_DATA)


class ReleaseAnswer(Tile):
    """Says whether the release broke it, before anything else on the board."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.look)
        self._room = room
        self._snapshot: Snapshot | None = None
        look = room.look
        self._sentence = Label(look, Type.FIGURE, Role.TEXT1, 700, elides=True)
        self._short = Label(look, Type.HEADING, Role.TEXT1, 700, elides=True)
        self._why = FlowWhy(room)
        self._seen = Label(look, Type.NOTE, Role.TEXT2, elides=True)
        self._rule = Line(look, is_upright=True)
        self._table = Table(look, (), row_px=ROW_PX, has_choice=False)
        for part in (self._sentence, self._short, self._why, self._seen, self._rule, self._table):
            part.setParent(self)

    @property
    def said(self) -> str:
        """Return the sentence."""
        return self._sentence.said

    def show_answer(self, snapshot: Snapshot) -> None:
        """Show what the snapshot answers."""
        self._snapshot = snapshot
        told = answer(snapshot, self._room.say)
        if told is not None:
            self._show(told)
            self._show_facts(snapshot)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put everything in its place, in as many words as there is room for."""
        super().resizeEvent(event)
        if self._snapshot is not None:
            self._show_facts(self._snapshot)
        self._put()

    @property
    def _is_wide(self) -> bool:
        return self.width() >= WIDE_FROM_PX

    def _show(self, told: AnswerText) -> None:
        self.set_edge(told.shape)
        for one in (self._sentence, self._short):
            one.say(told.text)
        evidence = "\n".join(told.lines)
        self._why.say(evidence)
        self._seen.say(told.seen)
        self._seen.setVisible(bool(told.seen))
        self.setAccessibleName(told.text)
        self.setAccessibleDescription("\n".join(filter(None, (evidence, told.seen))))
        self._put()

    def _show_facts(self, snapshot: Snapshot) -> None:
        """Show before and now of what fails; else how many metrics are in each state."""
        release, row = snapshot.release, failing_row(snapshot.release)
        found = None
        if row is not None and row.metric is Metric.SUCCESS:
            charts = {flow.name: flow.chart for flow in snapshot.flows}
            found = facts(charts.get(row.flow))
        if release is None or not release.rows:
            self._fill((), ())
        elif row is not None and found is not None:
            self._fill(self._heads(row, found), self._facts(release, found))
        else:
            self._fill(*self._tally(release))

    def _fill(self, columns: tuple[Column, ...], rows: tuple[Row, ...]) -> None:
        self._table.retitle(columns)
        self._table.show_rows(rows)
        for part in (self._table, self._rule):
            part.setVisible(bool(rows))
        self._put()

    def _heads(self, row: ComparisonView, found: Facts) -> tuple[Column, ...]:
        say = self._room.say
        flow = say.name("flow", row.flow)
        spans = []
        for code, at in ((AnswerCode.BEFORE, found.before_at), (AnswerCode.NOW, found.now_at)):
            begun = at.timestamp() - found.window_s
            from_at = say.time(at.fromtimestamp(begun, at.tzinfo))
            spans.append(say(code, from_at=from_at, to_at=say.time(at)))
        return (
            Column(say(AnswerCode.FACTS, what=flow) if self._is_wide else flow),
            Column(spans[0], 112),
            Column(spans[1], 116),
            Column(say(AnswerCode.CHANGE), 76),
        )

    def _facts(self, release: ReleaseView, found: Facts) -> tuple[Row, ...]:
        new, old = (found.new_before, found.new_now), (found.old_before, found.old_now)
        is_over = release.harm is not None and release.harm.is_over
        return (
            self._row(AnswerCode.NEW, release.version, new, is_new=True, is_loud=not is_over),
            self._row(AnswerCode.OLD, release.baseline, old, is_new=False, is_loud=False),
        )

    def _row(
        self,
        code: AnswerCode,
        version: str,
        moments: tuple[Moment, Moment],
        *,
        is_new: bool,
        is_loud: bool,
    ) -> Row:
        """Return a version's row; what got worse is loud until users are safe again."""
        say, (before, now), change = self._room.say, moments, None
        if before.bad_ratio is not None and now.bad_ratio is not None:
            change = now.bad_ratio - before.bad_ratio
        is_worse = change is not None and change > 0
        loud = Role.BAD_TEXT if is_loud and is_worse else Role.TEXT1
        named = say(code, version=version) if self._is_wide else safe(version)
        shown = DASH if change is None else say(AnswerCode.POINTS, points=points(change, say))
        return Row(
            (
                Cell(named, weight=600 if is_new else 400),
                self._moment(before, Role.TEXT1),
                self._moment(now, loud),
                Cell(shown, loud if is_new else Role.TEXT2, 600 if is_new else 400),
            )
        )

    def _moment(self, given: Moment, role: Role) -> Cell:
        say = self._room.say
        if given.bad_ratio is None:
            return Cell(DASH, Role.TEXT3)
        return Cell(
            say.ratio(given.bad_ratio),
            role,
            600,
            f"n {say.short_count(given.count)}",
            size=Type.HEADING,
            unit="%",
        )

    def _tally(self, release: ReleaseView) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
        say, counts = self._room.say, tally(release)
        title = Column(say(AnswerCode.TALLY, count=len(release.rows)))
        columns = tuple(Column(say(WORDS[state]), 84 if self._is_wide else 72) for state in ORDER)
        cells = tuple(
            Cell(
                str(counts[state]),
                Role.TEXT1 if counts[state] else Role.TEXT3,
                600,
                shape=shape_of(state) if counts[state] else None,
                size=Type.HEADING,
            )
            for state in ORDER
        )
        return (title, *columns), (Row((Cell(), *cells)),)

    def _put(self) -> None:
        inner = self.contentsRect()
        left, right = inner.left(), inner.right() + 1
        if not self._table.isHidden():
            across = FACTS_PX if self._is_wide else LEAST_FACTS_PX
            self._table.setGeometry(right - across, inner.top() - 4, across, inner.height() + 4)
            right -= across + GAP_PX
            self._rule.setGeometry(right, inner.top(), 1, inner.height())
            right -= GAP_PX
        width, top = max(1, right - left), inner.top()
        is_large = self._sentence.sizeHint().width() <= width
        self._sentence.setVisible(is_large)
        self._short.setVisible(not is_large)
        height = SENTENCE_PX if is_large else SHORT_PX
        shown = self._sentence if is_large else self._short
        shown.setGeometry(left, top, width, height)
        top += height + 4
        bottom = inner.bottom() + 1
        if not self._seen.isHidden():
            bottom -= SEEN_PX
            self._seen.setGeometry(left, bottom, width, SEEN_PX)
        self._why.setGeometry(left, top, width, max(1, bottom - top))
