"""The panel that plans a launch: version, build, baseline, kind, window, commit, notes."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cockpit.app.launches import proposed_baseline
from cockpit.app.snapshot import Snapshot
from cockpit.domain.events import ReleaseKind
from cockpit.ui.hands import Plan
from cockpit.ui.kit.button import Button, Kind
from cockpit.ui.kit.field import Choice, Field
from cockpit.ui.kit.label import Label
from cockpit.ui.kit.tile import Tile
from cockpit.ui.look import Role, Type
from cockpit.ui.names import Name
from cockpit.ui.page import Room
from cockpit.ui.pages.plan_codes import PlanCode
from cockpit.ui.pages.refusal import Refusal

TIME_SHAPES = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")
KINDS: tuple[tuple[ReleaseKind, PlanCode], ...] = (
    ("release", PlanCode.RELEASE),
    ("hotfix", PlanCode.HOTFIX),
    ("rollback", PlanCode.ROLLBACK),
)
LABEL_PX = 132


class PlanPanel(Tile):
    """Asks for a plan; `planned` carries it once it can be read.

    Within a live launch only its children can be planned.
    """

    planned = Signal(object)

    def __init__(self, room: Room, *, is_child: bool = False) -> None:
        super().__init__(room.look, 16)
        self._room = room
        self._is_child = is_child
        look, say = room.look, room.say
        title = Label(look, Type.HEADING, weight=600)
        title.say(say(PlanCode.CHILD_TITLE if is_child else PlanCode.TITLE))
        hint = Label(look, Type.BODY, Role.TEXT3, wraps=True)
        hint.say(say.wrapping(say(PlanCode.HINT)))
        self._seen = Label(look, Type.NOTE, Role.TEXT3, elides=True)
        self._version = self._field(PlanCode.VERSION, Name.PLAN_VERSION)
        self._build = self._field(PlanCode.BUILD, Name.PLAN_BUILD)
        self._baseline = self._field(PlanCode.BASELINE, Name.PLAN_BASELINE)
        self._kind = Choice(look, say(PlanCode.KIND))
        self._kind.setObjectName("plan.kind")
        kinds = KINDS[1:] if is_child else KINDS
        self._kind.offer([(kind, say(code)) for kind, code in kinds])
        self._from = self._field(PlanCode.FROM, "plan.from")
        self._to = self._field(PlanCode.TO, "plan.to")
        for one in (self._from, self._to):
            one.setPlaceholderText(say(PlanCode.WINDOW_HINT))
        self._commit = self._field(PlanCode.COMMIT, "plan.commit")
        self._notes = self._field(PlanCode.NOTES, "plan.notes")
        self._refusal = Refusal(room, "plan.refusal")
        self._open = Button(look, Kind.PRIMARY, say(PlanCode.OPEN), "rollout")
        self._open.setObjectName(Name.PLAN_OPEN)
        self._open.clicked.connect(self._plan)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, LABEL_PX)
        grid.setColumnMinimumWidth(2, LABEL_PX)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        rows: tuple[tuple[tuple[PlanCode, QWidget], ...], ...] = (
            ((PlanCode.VERSION, self._version), (PlanCode.BUILD, self._build)),
            ((PlanCode.BASELINE, self._baseline), (PlanCode.KIND, self._kind)),
            ((PlanCode.FROM, self._from), (PlanCode.TO, self._to)),
            ((PlanCode.COMMIT, self._commit), (PlanCode.NOTES, self._notes)),
        )
        for place, row in enumerate(rows):
            for column, (code, control) in enumerate(row):
                name = Label(look, Type.BODY, Role.TEXT2)
                name.say(say(code))
                grid.addWidget(name, place, 2 * column)
                grid.addWidget(control, place, 2 * column + 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._open)
        buttons.addWidget(self._refusal, 1)
        column_of_all = QVBoxLayout(self)
        column_of_all.setContentsMargins(0, 0, 0, 0)
        column_of_all.setSpacing(12)
        for part in (title, hint):
            column_of_all.addWidget(part)
        column_of_all.addLayout(grid)
        column_of_all.addWidget(self._seen)
        column_of_all.addLayout(buttons)
        column_of_all.addStretch(1)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Propose the version that most users have, until somebody types another."""
        say = self._room.say
        baseline = proposed_baseline(snapshot.versions, self._version.text().strip())
        if baseline is None:
            self._seen.say(say(PlanCode.BASELINE_UNKNOWN))
            return
        share = next(one.share_ratio for one in snapshot.versions if one.version == baseline)
        self._seen.say(say(PlanCode.BASELINE_SEEN, version=baseline, share_ratio=share))
        self._baseline.setPlaceholderText(baseline)

    def refuse(self, told: str) -> None:
        """Say why the launch was not opened; "" once it was."""
        self._refusal.say(told)
        if not told:
            for field in (self._version, self._build, self._baseline, self._commit, self._notes):
                field.clear()

    def _plan(self) -> None:
        try:
            window_from, window_to = self._time(self._from), self._time(self._to)
        except ValueError as error:
            self._refusal.say(self._room.say(PlanCode.BAD_TIME, given=str(error)))
            return
        kind = next(kind for kind, _ in KINDS if kind == self._kind.key)
        self.planned.emit(
            Plan(
                version=self._version.text().strip(),
                build=self._build.text().strip(),
                baseline=self._baseline.text().strip() or None,
                release_kind=kind,
                window_from=window_from,
                window_to=window_to,
                commit=self._commit.text().strip(),
                notes=self._notes.text().strip(),
            )
        )

    def _time(self, field: Field) -> datetime | None:
        """Return the instant that is typed, in the window's zone; raise `ValueError` with it."""
        text = field.text().strip()
        if not text:
            return None
        for shape in TIME_SHAPES:
            try:
                return self._room.say.instant(datetime.strptime(text, shape))  # noqa: DTZ007 - local
            except ValueError:
                continue
        raise ValueError(text)

    def _field(self, code: PlanCode, name: str) -> Field:
        field = Field(self._room.look, "")
        field.setObjectName(name)
        field.setAccessibleName(self._room.say(code))
        field.returnPressed.connect(self._plan)
        return field
