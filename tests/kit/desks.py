"""A desk laid with what a scripted shop tells when everything is asked once."""

from typing import Any

from cockpit.app.contacts import Contacts
from cockpit.app.counting import Counting
from cockpit.app.doubts import Desk
from cockpit.app.plan import Part, planned
from cockpit.app.questions import Question, keep, prepared
from cockpit.app.store import Store
from cockpit.ports.workspace import Workspace
from tests.kit.fakes_acting import NOON, FakeClock
from tests.kit.metrics import FakeMetrics, FakeShop
from tests.kit.monitoring import workspace

INTERVAL_S = 5.0


class Table:
    """A workspace, a shop that has been open for `before_s`, and what was asked so far."""

    def __init__(
        self, given: Workspace | None = None, *, before_s: float = 900.0, **shop: Any
    ) -> None:
        self.clock = FakeClock()
        self.shop = FakeShop(self.clock, NOON.timestamp() - before_s, **shop)
        self.metrics = FakeMetrics(self.shop)
        self.workspace = given or workspace()
        self.plan = planned(self.workspace)
        self.store = Store()
        self.contacts = Contacts(self.workspace, self.clock, lambda: 0.5)

    @property
    def part(self) -> Part:
        """Return the success of the first flow."""
        return self.plan.flows[0].success

    def ask(self, *, reach_s: float = 900.0) -> Desk:
        """Ask every question once and return the desk."""
        plan = self.plan
        questions: tuple[Question, ...] = (*plan.named, *plan.counted, *plan.windowed)
        for question in questions:
            call = prepared(
                question,
                self.store,
                now=self.clock.now(),
                skew_s=self.metrics.skew_s or 0.0,
                reach_s=reach_s,
            )
            told = call(self.metrics)
            keep(question, told, self.store, self.workspace.labels.version_from)
            self.contacts.told(question.source, question, told)
        return self.desk()

    def desk(self) -> Desk:
        """Return the desk as it is now, without asking."""
        return Desk(
            self.workspace,
            self.plan,
            self.store,
            Counting(self.store, self.plan.labels),
            self.contacts,
            self.clock.now(),
            self.clock.monotonic_s(),
            INTERVAL_S,
        )
