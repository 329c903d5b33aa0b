"""The monitor: asks every source at its own pace, keeps what it tells, and publishes snapshots."""

import random
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from cockpit.app.asking import Ask
from cockpit.app.assess import Assessor
from cockpit.app.beside import Beside, ErrandT
from cockpit.app.charting import Boards, Charting
from cockpit.app.codes import ActionCode
from cockpit.app.contacts import Contacts
from cockpit.app.journal_reads import JournalReads
from cockpit.app.periods import Periods
from cockpit.app.plan import Counted, Named, Plan, Windowed, planned
from cockpit.app.question_turns import Turn
from cockpit.app.questions import Call, Question, keep, prepared
from cockpit.app.reading import FlagReads
from cockpit.app.records import Records
from cockpit.app.rounds import Round, asked
from cockpit.app.server_watch import ServerWatch
from cockpit.app.snapshot import Snapshot
from cockpit.app.stage import reach_s
from cockpit.app.store import Mode, Store
from cockpit.domain.message import Message
from cockpit.ports.clock import Clock
from cockpit.ports.flags import FlagControl
from cockpit.ports.journal import Journal
from cockpit.ports.metrics import Answer, MetricSource
from cockpit.ports.workspace import Workspace
from cockpit.ports.workspace_fields import zone

if TYPE_CHECKING:  # read once the first figures are on the screen
    from cockpit.app.server_alerts import ServerAlerts

NAMES_EVERY_S = 30.0
COUNT_EVERY_S = 600.0
"""How often the series of a question are counted anew, to choose between exact and estimated."""

PUBLISH_EVERY_S, PUBLISH_AT_MOST_S = 1.0, 0.5
"""With news a snapshot comes no sooner than the second after the last, without at the first."""

FIRST_COUNT = 12
"""How many questions are put first: their figures are on the boards while the others are asked."""

NOT_WRITTEN = frozenset({ActionCode.NOT_WRITTEN, ActionCode.NOT_WRITTEN_ANYWHERE})

_SPREAD = random.Random()  # noqa: S311 - spreads, hides nothing; of its own, as threads share it


class Monitor:
    """Every method runs on the core lane; `asks` has a way of asking for each source.

    A source is asked one round at a time, so a slow one delays no other and no tick overtakes
    another. `disk` reads the journal. `publish` gets every snapshot. `breathe` is called between
    slices of thinking. `actor` is who sits here, who cannot be the second person of a step.
    """

    def __init__(
        self,
        *,
        workspace: Workspace,
        metrics: Mapping[str, MetricSource],
        flags: Mapping[str, FlagControl],
        journal: Journal,
        clock: Clock,
        asks: Mapping[str, Ask],
        disk: Ask,
        publish: Callable[[Snapshot], None],
        interval_s: float = 5.0,
        jitter: Callable[[], float] = _SPREAD.random,
        breathe: Callable[[], None] = lambda: None,
        actor: str = "",
    ) -> None:
        self._workspace = workspace
        self._metrics = metrics
        self._clock = clock
        self._asks = asks
        self._publish = publish
        self._interval_s = interval_s
        self._breathe = breathe
        self._plan: Plan = planned(workspace)
        self._store = Store()
        self._rows = JournalReads(journal, disk, breathe)
        self._contacts = Contacts(workspace, clock, jitter)
        self._reads = FlagReads(workspace, flags, clock, asks, self._contacts)
        self._server = ServerWatch(clock, self._server_alerts)
        self._records = Records(
            plan=self._plan,
            service=workspace.service.name,
            metrics=metrics,
            clock=clock,
            asks=asks,
            may_ask=self._contacts.may_ask,
        )
        name = workspace.service.time_zone
        local = None if name is None else zone(name)
        self._charts = Charting(self._plan, self._store, breathe, local)
        self._periods = Periods(self._plan, breathe)
        self._assessor = Assessor(
            workspace=workspace,
            plan=self._plan,
            store=self._store,
            contacts=self._contacts,
            reads=self._reads,
            charts=self._charts,
            periods=self._periods,
            records=self._records,
            interval_s=interval_s,
            breathe=breathe,
            actor=actor,
        )
        self._turns = {
            source: [Turn(question) for question in self._questions(source)]
            for source in self._plan.sources
        }
        self._in_flight: set[str] = set()
        self._write_error: Message | None = None
        self._is_dirty = True
        self._has_figures = False
        self._published_s: float | None = None

    def tick(self) -> None:
        """Ask whatever is due, and publish when there is news, or once a second without.

        To be called several times a second: the questions of an interval are spread over it.
        """
        now_s = self._clock.monotonic_s()
        self._rows.tick(now_s, self._note)
        self._follow()
        for source in self._turns:
            if not self._may_ask(source, now_s):
                continue
            due = self._due(source, now_s)
            if not due or self._charts.has_waited(source, now_s):
                self._ask_beside(source, self._charts)
            if due and source not in self._in_flight:
                self._ask(source, due, lambda source=source: self._ask_meanwhile(source))  # type: ignore[misc]
            elif self._may_read_period(source):
                self._ask_beside(source, self._periods)
        self._reads.tick(self._note)
        if self._has_figures:  # they can wait: the first figures cannot
            self._server.tick(self._note)
            self._records.tick(self._note)
        if self._published_s is None:
            self._published_s = now_s  # that nothing is known yet is no news: figures may be close
        pause_s = PUBLISH_AT_MOST_S if self._is_dirty else PUBLISH_EVERY_S
        if now_s >= self._published_s + pause_s:
            self._show()

    def show_range(self, range_s: float) -> None:
        """Have charts show the last `range_s` seconds: 15 min, 1, 6 or 24 h; KeyError for others.

        They fill in as answers come.
        """
        self._charts.show(range_s)
        self._is_dirty = True

    def note_logbook(self, notice: Message) -> None:
        """Take in a notice of the logbook: the journal takes no rows, or takes them again."""
        if notice.code in NOT_WRITTEN:
            self._write_error = notice
        elif notice.code == ActionCode.WRITTEN_LATE:
            self._write_error = None
        self._is_dirty = True

    def hurry(self) -> None:
        """Have everything asked at the next tick, also sources that are being left in peace."""
        self._contacts.end_pauses()
        self._reads.hurry()
        self._rows.hurry()
        for turns in self._turns.values():
            for turn in turns:
                turn.due_s = float("-inf")

    def look(self, then: Callable[[Snapshot], None]) -> None:
        """Ask every source everything once, all at the same time, and hand on what is seen.

        The longest windows are left out: they cost a server more than one look is worth.
        """

        def first(source: str) -> list[Turn]:
            return [turn for turn in self._turns[source] if turn.is_for_first]

        self._look(first, then)

    def catch_up(self, then: Callable[[Snapshot], None]) -> None:
        """Ask whatever is due at once, and publish and hand on what is seen when all is told.

        For clocks that leap: what the tick after a leap would publish is from before it. Until the
        answers are there nothing is published, for at most a second.
        """
        now_s = self._clock.monotonic_s()
        self._published_s = now_s
        self._look(lambda source: self._due(source, now_s), then)

    def read_on(self, then: Callable[[bool], None]) -> None:
        """Read the journal, publish if it has grown, and say whether it has."""
        seq = self._rows.past.seq

        def read() -> None:
            has_grown = self._rows.past.seq > seq
            if has_grown:
                self._show()
            then(has_grown)

        self._rows.read(self._clock.monotonic_s(), self._note, read)

    def draw(self, then: Callable[[], None]) -> None:
        """Ask for all that boards lack, publish, and call `then`.

        For clocks that stand still: where time goes on, charts rest after each question.
        """
        waiting, boards = set(self._turns), Boards(self._charts)

        def go_on(source: str) -> None:
            if self._ask_beside(source, boards, lambda: go_on(source)):
                return
            waiting.discard(source)
            if not waiting:
                self._show()
                then()

        self._follow()
        self._charts.hurry()
        for source in tuple(self._turns):
            go_on(source)

    def snapshot(self) -> Snapshot:
        """Return what is known now."""
        now = self._clock.now()
        assessed = self._assessor.snapshot(
            self._rows.past,
            now,
            self._clock.monotonic_s(),
            self._rows.error,
            self._write_error,
        )
        return self._server.beside(assessed)

    def _show(self) -> Snapshot:
        self._is_dirty = False
        self._published_s = self._clock.monotonic_s()
        snapshot = self.snapshot()
        self._publish(snapshot)
        return snapshot

    def _look(
        self, turns_of: Callable[[str], list[Turn]], then: Callable[[Snapshot], None]
    ) -> None:
        """Read the journal, then ask all sources side by side, and hand on what is seen."""
        waiting = {*self._turns, *self._reads.sources}

        def done(source: str) -> None:
            waiting.discard(source)
            if not waiting:
                then(self._show())

        def ask() -> None:
            for source in tuple(self._turns):
                self._ask(source, turns_of(source), lambda source=source: done(source))  # type: ignore[misc]
            self._reads.look(done)

        self._rows.read(self._clock.monotonic_s(), self._note, ask)

    def _follow(self) -> None:
        self._charts.follow(self._rows.past.live(self._workspace.service.name))

    def _server_alerts(self) -> "ServerAlerts":
        from cockpit.app.server_alerts import ServerAlerts

        return ServerAlerts(
            self._workspace, self._metrics, self._clock, self._asks, self._contacts.may_ask
        )

    def _note(self) -> None:
        self._is_dirty = True

    def _questions(self, source: str) -> list[Question]:
        plan = self._plan
        asked: tuple[Question, ...] = (*plan.named, *plan.counted, *plan.windowed)
        return [question for question in asked if question.source == source]

    def _may_ask(self, source: str, now_s: float) -> bool:
        return source not in self._in_flight and self._contacts.may_ask(source, now_s)

    def _due(self, source: str, now_s: float) -> list[Turn]:
        due = [
            turn
            for turn in self._turns[source]
            if now_s >= turn.due_s and not turn.is_asked and not self._is_spared(turn.question)
        ]
        return due if self._has_figures else due[:FIRST_COUNT]

    def _may_read_period(self, source: str) -> bool:
        is_free = self._has_figures and source not in self._in_flight
        return is_free and not self._records.spares_period(source)

    def _is_spared(self, question: Question) -> bool:
        return isinstance(question, Windowed) and self._records.spares(question)

    def _ask(self, source: str, turns: list[Turn], then: Callable[[], None]) -> None:
        """Put the questions to the source one after the other, on its own lane."""
        past, now = self._rows.past, self._clock.now()
        launch = past.live(self._workspace.service.name)
        calls: list[tuple[Question, Call]] = []
        now_s = self._clock.monotonic_s()
        for turn in turns:
            turn.is_asked = True
            must_count = now_s >= turn.count_due_s
            if must_count:
                turn.count_due_s = now_s + COUNT_EVERY_S
            call = prepared(
                turn.question,
                self._store,
                now=now,
                skew_s=self._contacts.skew_s(source),
                reach_s=reach_s(launch, now),
                must_count=must_count,
            )
            calls.append((turn.question, call))
        self._in_flight.add(source)
        by_question = {turn.question: turn for turn in turns}

        def take(round_or_error: Round | Exception) -> None:
            self._in_flight.discard(source)
            for turn in turns:
                turn.is_asked = False
            if isinstance(round_or_error, Exception):
                round_or_error = Round((), error=round_or_error)
            self._take(source, round_or_error, by_question)
            then()

        self._asks[source](lambda: asked(self._metrics[source], calls), take)

    def _ask_meanwhile(self, source: str) -> None:
        """Use the time until judging asks again: where it asks at each tick, nothing else would."""
        now_s = self._clock.monotonic_s()
        is_free = self._has_figures and self._may_ask(source, now_s)
        if is_free and not self._due(source, now_s):
            self._ask_beside(source, self._charts)
            if self._may_read_period(source):
                self._ask_beside(source, self._periods)

    def _ask_beside(
        self, source: str, beside: Beside[ErrandT], then: Callable[[], None] = lambda: None
    ) -> bool:
        """Put the next question that judging does not wait for to the source, where one is due."""
        now_s = self._clock.monotonic_s()
        there_s = self._clock.now().timestamp() + self._contacts.skew_s(source)
        wanted = beside.wanted(source, there_s=there_s, monotonic_s=now_s)
        if wanted is None:
            return False
        self._in_flight.add(source)

        def take(answer: Answer | Exception) -> None:
            self._in_flight.discard(source)
            beside.take(wanted, answer, self._clock.monotonic_s())
            then()

        self._asks[source](lambda: wanted.call(self._metrics[source]), take)
        return True

    def _take(self, source: str, done: Round, turns: Mapping[Question, Turn]) -> None:
        self._is_dirty = True
        now_s = self._clock.monotonic_s()
        order = {turn.question: place for place, turn in enumerate(self._turns[source])}
        for question, told in done.told:
            keep(question, told, self._store, self._plan.labels.version_from)
            self._breathe()
            every_s = self._every_s(question)
            turns[question].told(now_s, every_s, order[question] / len(order))
            self._contacts.told(source, question, told)
        for question, error in done.problems:
            turns[question].failed(now_s, self._interval_s)
            self._contacts.unusable(question, error)
        if done.error is not None:
            self._contacts.failed(source, done.error)
        if done.told and not self._has_figures:
            self._has_figures = True
            self._published_s = float("-inf")  # nobody waits for the first figures

    def _every_s(self, question: Question) -> float:
        match question:
            case Named():
                return NAMES_EVERY_S
            case Windowed():
                return max(self._interval_s, question.every_s)
            case Counted() if self._store.mode(question) is Mode.ESTIMATED:
                return max(self._interval_s, NAMES_EVERY_S)
            case Counted():
                return self._interval_s
