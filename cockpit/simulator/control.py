"""The control server: the time, what is going on, and what shall go wrong."""

from collections.abc import Callable
from typing import Any, Protocol

from cockpit.simulator.shop.faults import Fault, FaultKind
from cockpit.simulator.web import Handler, Reply, Request, json_reply


class Controlled(Protocol):
    """What the control server can do to a simulation."""

    def advance(self, seconds: float) -> None:
        """Let simulated seconds pass at once."""
        ...

    def set_speed(self, speed: float) -> None:
        """Change the simulated seconds in a real one."""
        ...

    def inject(self, fault: Fault) -> None:
        """Plan a fault from now on."""
        ...

    def clear(self, kind: FaultKind) -> None:
        """End every fault of a kind."""
        ...

    def deploy(self, version: str) -> None:
        """Deploy a version at once."""
        ...

    def fail_rollbacks(self, at_step: int | None) -> None:
        """Make later rollbacks fail at a step (from 1), or succeed again."""
        ...

    def maintain_flags(self, *, on: bool) -> None:
        """Switch the flag server's maintenance mode."""
        ...

    def tell_alerts(self, alerts: list[dict[str, object]]) -> None:
        """Have the metric server say from now on that these alerts are active."""
        ...

    def state(self) -> dict[str, object]:
        """Return what is going on."""
        ...


def control_handler(simulation: Controlled) -> Handler:
    """Return the handler of the control server; every change answers with the new state."""
    orders: dict[str, Callable[[dict[str, Any]], None]] = {
        "/advance": lambda body: simulation.advance(_number(body, "seconds")),
        "/speed": lambda body: simulation.set_speed(_number(body, "speed")),
        "/fault": lambda body: simulation.inject(_fault(body)),
        "/clear": lambda body: simulation.clear(FaultKind(str(body.get("kind")))),
        "/deploy": lambda body: simulation.deploy(str(body.get("version"))),
        "/rollbacks": lambda body: simulation.fail_rollbacks(_step(body)),
        "/alerts": lambda body: simulation.tell_alerts(_alerts(body)),
        "/maintenance": lambda body: simulation.maintain_flags(on=body.get("on") is True),
    }

    def answer(request: Request) -> Reply:
        if (request.method, request.path) == ("GET", "/state"):
            return json_reply(simulation.state())
        order = orders.get(request.path) if request.method == "POST" else None
        if order is None:
            return json_reply({"error": f"nothing at {request.method} {request.path}"}, 404)
        try:
            order(request.json_object())
        except (TypeError, ValueError) as error:
            return json_reply({"error": str(error)}, 400)
        return json_reply(simulation.state())

    return answer


def _fault(body: dict[str, Any]) -> Fault:
    return Fault(**{**body, "kind": FaultKind(str(body.get("kind")))})


def _number(body: dict[str, Any], name: str) -> float:
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        msg = f"{name} must be a number"
        raise TypeError(msg)
    return float(value)


def _alerts(body: dict[str, Any]) -> list[dict[str, object]]:
    value = body.get("alerts")
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        msg = "alerts must be a list of objects"
        raise TypeError(msg)
    return value


def _step(body: dict[str, Any]) -> int | None:
    value = body.get("fail_at_step")
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        msg = "fail_at_step must be a whole number or null"
        raise TypeError(msg)
    return value
