"""The flags of one project, their strategies, and the record of every change."""

import copy
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cockpit.simulator.flags import refusals
from cockpit.simulator.flags.ids import Ids

PROJECT = "default"
ENVIRONMENTS = ("development", "production")

Strategy = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes something: a person, or "admin" with id -42 for a token of nobody."""

    name: str
    user_id: int


@dataclass(slots=True)
class FlagHere:
    """A flag in one environment."""

    enabled: bool = False
    strategies: list[Strategy] = field(default_factory=list)


@dataclass(slots=True)
class Flag:
    """A flag of the project."""

    name: str
    kind: str
    description: str | None
    created_at: str
    created_by: Author
    impression_data: bool = False
    is_archived: bool = False
    here: dict[str, FlagHere] = field(
        default_factory=lambda: {name: FlagHere() for name in ENVIRONMENTS}
    )


class FlagStore:
    """All changes go through here, one after the other; `changed` is called after each.

    Every event has a number; a change that changes nothing makes none.
    """

    def __init__(self, ids: Ids, now_s: Callable[[], float]) -> None:
        self.ids = ids
        self.guard = threading.RLock()
        self.flags: dict[str, Flag] = {}
        self.events: list[dict[str, Any]] = []
        self.changed: Callable[[], None] = lambda: None
        self._now_s = now_s

    @property
    def revision(self) -> int:
        """Return the number of the newest event."""
        return len(self.events)

    def create(
        self, name: str, author: Author, *, kind: str = "release", description: str | None = None
    ) -> Flag:
        """Add a flag that is off everywhere."""
        with self.guard:
            if name in self.flags:
                raise refusals.exists()
            flag = Flag(name, kind, description, self.now_text(), author)
            self.flags[name] = flag
            self._record("feature-created", author, name, None, data=_about(flag))
            return flag

    def archive(self, name: str, author: Author) -> None:
        """Take a flag out of use."""
        with self.guard:
            self.existing(name).is_archived = True
            self._record("feature-archived", author, name, None)

    def switch(
        self, name: str, environment: str, author: Author, *, on: bool, group_id: str | None = None
    ) -> None:
        """Switch a flag; on without any strategy adds a rollout to everybody, as Unleash does."""
        with self.guard:
            here = self.changeable(name, environment)
            if on and not here.strategies:
                self.add_strategy(name, environment, author, {"name": "flexibleRollout"})
            if here.enabled != on:
                here.enabled = on
                kind = f"feature-environment-{'enabled' if on else 'disabled'}"
                self._record(kind, author, name, environment, group_id=group_id)

    def add_strategy(
        self, name: str, environment: str, author: Author, body: dict[str, Any]
    ) -> Strategy:
        """Add a strategy; the parameters of a gradual rollout are filled up."""
        with self.guard:
            here = self.changeable(name, environment)
            strategy = {"id": self.ids.ulid(), **_complete(body, name)}
            strategy["sortOrder"] = body.get("sortOrder", len(here.strategies))
            here.strategies.append(strategy)
            self._record("feature-strategy-add", author, name, environment, data=strategy)
            return copy.deepcopy(strategy)

    def put_strategy(
        self, name: str, environment: str, author: Author, strategy_id: str, body: dict[str, Any]
    ) -> Strategy:
        """Replace a strategy."""
        with self.guard:
            self.changeable(name, environment)
            strategy = self.strategy(name, environment, strategy_id)
            before = copy.deepcopy(strategy)
            strategy.update(_complete({**strategy, **body}, name))
            self._record(
                "feature-strategy-update", author, name, environment, data=strategy, before=before
            )
            return copy.deepcopy(strategy)

    def existing(self, name: str) -> Flag:
        """Return a flag that is not archived."""
        flag = self.flags.get(name)
        if flag is None:
            raise refusals.elsewhere(name, PROJECT, None)
        if flag.is_archived:
            refusals.refuse_missing(f"Could not find feature flag with name {name}")
        return flag

    def changeable(self, name: str, environment: str) -> FlagHere:
        """Return a flag's state in an environment for a change to it."""
        flag = self.flags.get(name)
        if flag is not None and flag.is_archived:
            raise refusals.archived()
        return self.here(name, environment)

    def here(self, name: str, environment: str) -> FlagHere:
        """Return a flag's state in an environment."""
        flag = self.existing(name)
        if environment not in flag.here:
            text = f"Could not find environment {environment} for feature: {name}"
            refusals.refuse_missing(text)
        return flag.here[environment]

    def strategy(self, name: str, environment: str, strategy_id: str) -> Strategy:
        """Return a strategy by its id."""
        for strategy in self.here(name, environment).strategies:
            if strategy["id"] == strategy_id:
                return strategy
        return refusals.refuse_missing(f"Could not find strategy with id {strategy_id}")

    def now_text(self) -> str:
        """Return this simulated instant as Unleash writes it."""
        at = datetime.fromtimestamp(self._now_s(), UTC)
        return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _record(
        self,
        kind: str,
        author: Author,
        flag: str,
        environment: str | None,
        *,
        data: dict[str, Any] | None = None,
        before: dict[str, Any] | None = None,
        group_id: str | None = None,
    ) -> None:
        self.events.append(
            {
                "id": len(self.events) + 1,
                "type": kind,
                "createdBy": author.name,
                "createdAt": self.now_text(),
                "createdByUserId": author.user_id,
                "data": copy.deepcopy(data),
                "preData": copy.deepcopy(before),
                "tags": [],
                "featureName": flag,
                "project": PROJECT,
                "environment": environment,
                "groupType": "transaction",
                "groupId": group_id or self.ids.ulid(),
            }
        )
        self.changed()


def _about(flag: Flag) -> dict[str, Any]:
    return {"name": flag.name, "description": flag.description, "type": flag.kind}


def _complete(body: dict[str, Any], flag: str) -> Strategy:
    parameters = dict(body.get("parameters") or {})
    if body["name"] == "flexibleRollout":
        usual = {"groupId": flag, "rollout": "100", "stickiness": "default"}
        parameters = {**usual, **parameters}
    return {
        "name": body["name"],
        "title": body.get("title"),
        "disabled": bool(body.get("disabled", False)),
        "constraints": list(body.get("constraints") or ()),
        "parameters": parameters,
        "variants": list(body.get("variants") or ()),
        "segments": list(body.get("segments") or ()),
        "sortOrder": body.get("sortOrder", 0),
    }
