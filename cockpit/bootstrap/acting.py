"""The services of a program that goes on which write, act and tell: read when they are needed."""

from collections.abc import Callable

from cockpit.app.advance import StepWish
from cockpit.app.lanes import breathe
from cockpit.app.leaping import Leaping
from cockpit.app.monitor import Monitor
from cockpit.app.snapshot import Snapshot
from cockpit.app.underway import ActionEvent, ActionRefused
from cockpit.bootstrap.cockpit import Cockpit
from cockpit.bootstrap.live_lanes import LiveLanes
from cockpit.domain.message import Message
from cockpit.domain.notices import Notice
from cockpit.ports.journal import JournalError


class Acting:
    """Made by `Live`, on whichever lane needs one of them first.

    `launches` and what rests on it belong to the lane of the disk, `actions` and `recovery` to
    that which acts, the others to that which thinks.
    """

    def __init__(
        self,
        cockpit: Cockpit,
        lanes: LiveLanes,
        monitor: Monitor,
        *,
        publish: Callable[[ActionEvent], None],
        show: Callable[[Snapshot], None],
        notify: Callable[[Notice], None],
    ) -> None:
        self._publish = publish
        self.launches = cockpit.launches()
        self.ladder = cockpit.ladder(self.launches)
        self.advance = cockpit.advance(self.launches)
        self.accepting = cockpit.accepting(self.launches)
        self.sign_offs = cockpit.sign_offs(self.launches)
        self.detector = cockpit.detector(disk=lanes.to_disk)
        self.alert_log = cockpit.alert_log(disk=lanes.to_disk, notify=notify)
        self.alert_desk = cockpit.alert_desk()
        self.delivery = cockpit.delivery(
            asks=lanes.to_channels, disk=lanes.to_disk, breathe=breathe
        )
        self.actions = cockpit.actions(publish, ask=lanes.calls)
        self.recovery = cockpit.recovery(self.actions)
        self.leaping = Leaping(
            monitor,
            self.actions,
            lanes.calls,
            core=lanes.core,
            act=lanes.act,
            disk=lanes.disk,
            show=show,
        )

    def why_no_step(self, wish: StepWish, seen: Snapshot | None) -> Message | None:
        """Return why a step does not go through the gate; None once it was let through."""
        try:
            return self.advance.approve(wish, seen)
        except JournalError as error:
            return error.message

    def send_again(self, operation_id: str, seen: Snapshot | None) -> None:
        """Send an operation of unknown outcome once more, or publish why not."""
        operation = self.actions.operations.get(operation_id)
        refusal = self.advance.why_not_again(operation, seen)
        if operation is not None and refusal is not None:
            self._publish(ActionRefused(operation.intent.order, refusal))
        else:
            self.actions.send_again(operation_id)
