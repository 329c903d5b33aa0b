"""The plan of a launch: what goes out, against what it is compared, and in which window."""

from typing import get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cockpit.app.snapshot import Snapshot
from cockpit.domain.events import ReleaseKind
from cockpit.ui.hands import Plan
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.field import Field, Lines
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.segments import Segments
from cockpit.ui.kit.tile import Tile
from cockpit.ui.look import Role, Type
from cockpit.ui.names import Name
from cockpit.ui.page import Room
from cockpit.ui.pages.inset import controls, inset
from cockpit.ui.pages.plan_codes import PlanCode
from cockpit.ui.pages.plan_text import NotATimeError, example, instant, proposed
from cockpit.ui.pages.refusal import Refusal
from cockpit.ui.pages.rollout_text import OVER, pct
from cockpit.words.safe import safe

LABEL_PX, SHORT_PX, TIME_PX, NOTES_PX, SIDE_PX, MOST_PX = 120, 144, 200, 76, 272, 760
CHILD_KINDS = ("hotfix", "rollback")
THEN = (PlanCode.THEN_CHECKS, PlanCode.THEN_DEPLOY, PlanCode.THEN_STAGES, PlanCode.THEN_CLOSE)


class PlanPanel(QWidget):
    """`planned` has the `Plan`; nothing is sent while a time cannot be read.

    The baseline follows the metrics until somebody types one.
    """

    planned = Signal(object)

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._snapshot: Snapshot | None = None
        self._is_own_baseline = False
        self._is_child: bool | None = None
        self._build()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Propose what the metrics show; what was typed stays."""
        self._snapshot = snapshot
        say, launch = self._room.say, snapshot.launch
        is_child = launch is not None and launch.phase not in OVER
        if is_child is not self._is_child:
            self._is_child = is_child
            self._offer_kinds(is_child=is_child)
        version = "" if launch is None else safe(launch.version)
        title, note = say(PlanCode.TITLE), say(PlanCode.NOTE)
        if is_child:
            title = say(PlanCode.TITLE_CHILD, version=version)
            note = say(PlanCode.NOTE_CHILD, version=version)
        self._title.say(title)
        self._note.say(say.wrapping(note))
        self._last.setVisible(launch is not None and not is_child)
        if launch is not None:
            phase = say.name("phase", launch.phase.value)
            self._last.say(say(PlanCode.LAST, version=version, phase=phase))
        self._propose(snapshot)
        self._window_name.say(say(PlanCode.WINDOW, zone=say.zone_name(snapshot.at)))
        for field, code, clock in (
            (self._from, PlanCode.FROM, "10:00"),
            (self._to, PlanCode.TO, "18:00"),
        ):
            field.setPlaceholderText(f"{say(code)} {example(snapshot.at, say, clock)}")
            field.setAccessibleName(f"{self._window_name.said} {say(code)}")

    def refuse(self, told: str) -> None:
        """Say in place why the launch was not opened."""
        self._refusal.say(told)

    def clear(self) -> None:
        """Forget what was typed: the launch is open."""
        for field in (self._version, self._build_number, self._from, self._to, self._commit):
            field.clear()
        self._notes.clear()
        self._is_own_baseline = False
        self.refuse("")

    def begin(self) -> None:
        """Put the cursor where typing begins."""
        self._version.setFocus()

    def _propose(self, snapshot: Snapshot) -> None:
        version = self._version.text().strip()
        say, found = self._room.say, proposed(snapshot, version)
        if found is None:
            self._seen.say(say(PlanCode.BASELINE_UNSEEN))
            return
        told = say(PlanCode.BASELINE_SEEN, version=found.version, share_ratio=found.share_ratio)
        self._seen.say(told)
        if not self._is_own_baseline and self._baseline.text() != found.version:
            self._baseline.setText(found.version)

    def _offer_kinds(self, *, is_child: bool) -> None:
        self._kinds_all.setVisible(not is_child)
        self._kinds_child.setVisible(is_child)

    def _own_baseline(self, text: str) -> None:
        self._is_own_baseline = bool(text.strip())

    def _open(self) -> None:
        snapshot, say = self._snapshot, self._room.say
        if snapshot is None:
            return
        try:
            start = instant(self._from.text(), snapshot.at, say)
            end = instant(self._to.text(), snapshot.at, say)
        except NotATimeError as error:
            shown = example(snapshot.at, say)
            self.refuse(say(PlanCode.BAD_TIME, given=error.given, example=shown))
            return
        self.refuse("")
        kinds = self._kinds_child if self._is_child else self._kinds_all
        kind = next(one for one in get_args(ReleaseKind) if one == kinds.key)
        self.planned.emit(
            Plan(
                version=self._version.text().strip(),
                build=self._build_number.text().strip(),
                baseline=self._baseline.text().strip() or None,
                release_kind=kind,
                window_from=start,
                window_to=end,
                commit=self._commit.text().strip(),
                notes=self._notes.toPlainText().strip(),
            )
        )

    # ------------------------------------------------------------ building

    def _build(self) -> None:
        look, say = self._room.look, self._room.say
        self._build_fields()
        self._title = Label(look, Type.HEADING, Role.TEXT1, 600, elides=True)
        self._note = Label(look, Type.BODY, Role.TEXT2, wraps=True)
        self._last = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        self._refusal = Refusal(self._room, "plan.refusal")
        opens = Button(look, Kind.PRIMARY, say(PlanCode.OPEN))
        opens.setObjectName(Name.PLAN_OPEN)
        opens.clicked.connect(self._open)
        form = Tile(look, 8)
        form.setMaximumWidth(MOST_PX)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(8)
        column.addLayout(inset(self._title, stretch=0))
        column.addLayout(inset(self._note, stretch=0))
        column.addLayout(inset(self._last, stretch=0))
        column.addLayout(self._built_grid())
        column.addLayout(inset(self._refusal, stretch=0))
        column.addLayout(controls(opens))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(form, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._built_side(), 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(0)

    def _build_fields(self) -> None:
        look, say = self._room.look, self._room.say
        self._version = self._field(PlanCode.VERSION, PlanCode.VERSION_HINT, Name.PLAN_VERSION)
        self._build_number = self._field(PlanCode.BUILD, PlanCode.BUILD_HINT, Name.PLAN_BUILD)
        self._baseline = self._field(PlanCode.BASELINE, PlanCode.BASELINE_HINT, Name.PLAN_BASELINE)
        self._baseline.textEdited.connect(self._own_baseline)
        self._commit = self._field(PlanCode.COMMIT, PlanCode.COMMIT_HINT, "plan.commit")
        self._from = self._field(PlanCode.FROM, PlanCode.FROM, "plan.from")
        self._to = self._field(PlanCode.TO, PlanCode.TO, "plan.to")
        for field in (self._version, self._build_number, self._baseline):
            field.setFixedWidth(SHORT_PX)
        for field in (self._from, self._to):
            field.setFixedWidth(TIME_PX)
        words = {one: say.name("release_kind", one) for one in get_args(ReleaseKind)}
        self._kinds_all = Segments(look, list(words.items()))
        self._kinds_all.setObjectName("plan.kind")
        self._kinds_child = Segments(look, [(one, words[one]) for one in CHILD_KINDS])
        self._kinds_child.setObjectName("plan.child_kind")
        self._seen = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        self._notes = Lines(look, say(PlanCode.NOTES_HINT))
        self._notes.setAccessibleName(say(PlanCode.NOTES))
        self._notes.setObjectName("plan.notes")
        self._notes.setFixedHeight(NOTES_PX)

    def _field(self, name: PlanCode, hint: PlanCode, object_name: str) -> Field:
        say = self._room.say
        field = Field(self._room.look, say(hint))
        field.setAccessibleName(say(name))
        field.setObjectName(object_name)
        field.returnPressed.connect(self._open)
        return field

    def _built_grid(self) -> QGridLayout:
        say = self._room.say
        self._window_name = self._name("")
        window = controls(self._from, self._to)
        kinds = QHBoxLayout()
        kinds.setContentsMargins(0, 0, 0, 0)
        kinds.addWidget(self._kinds_all)
        kinds.addWidget(self._kinds_child)
        kinds.addStretch(1)
        baseline = controls(self._baseline, self._seen, gap_px=16, stretch=1)
        rows = (
            (self._name(say(PlanCode.VERSION)), controls(self._version)),
            (self._name(say(PlanCode.BUILD)), controls(self._build_number)),
            (self._name(say(PlanCode.BASELINE)), baseline),
            (self._name(say(PlanCode.KIND)), kinds),
            (self._window_name, window),
            (self._name(say(PlanCode.COMMIT)), controls(self._commit, stretch=0)),
        )
        grid = QGridLayout()
        grid.setContentsMargins(4, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, LABEL_PX)
        grid.setColumnStretch(1, 1)
        for place, (name, fields) in enumerate(rows):
            grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addLayout(fields, place, 1)
        notes = self._name(say(PlanCode.NOTES))
        notes.setContentsMargins(0, 8, 0, 0)
        grid.addWidget(notes, len(rows), 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._notes, len(rows), 1)
        return grid

    def _name(self, text: str) -> Label:
        label = Label(self._room.look, Type.BODY, Role.TEXT3)
        label.say(text)
        return label

    def _built_side(self) -> QWidget:
        look, say = self._room.look, self._room.say
        side = QWidget()
        side.setFixedWidth(SIDE_PX)
        title = Label(look, Type.HEADING, Role.TEXT1, 600)
        title.say(say(PlanCode.THEN))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        column.addLayout(inset(title))
        ladder = " → ".join(pct(say, one) for one in self._room.workspace.rollout.ladder)
        for code in THEN:
            values = {"ladder": ladder} if code is PlanCode.THEN_STAGES else {}
            line = Label(look, Type.BODY, Role.TEXT2, wraps=True)
            line.say(say.wrapping(say(code, **values)))
            column.addLayout(inset(line, stretch=0))
        return side
