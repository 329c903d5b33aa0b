"""A whole launch that is played from the command line, and what was said at each call."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cockpit.domain.events import Entry, StageReached
from cockpit.ports.journal import all_rows
from cockpit.simulator.simulation import Simulation
from cockpit.storage.opening import open_for_reading
from tests.features.home import Home, Said

BAKE_S = 1_800.0
"""As long as the example workspace asks: at this traffic a hundredth is proved by then."""


@dataclass
class Story:
    """A launch that was played from the command line; `said` has each call by its name."""

    home: Home
    simulation: Simulation
    said: dict[str, Said] = field(default_factory=dict)
    older: Path = Path()

    def call(self, name: str, *arguments: str, **how: Any) -> Said:
        said = self.said[name] = self.home.run(*arguments, **how)
        return said

    def play(self) -> None:
        self.call("init again", "init", str(self.home.workspace), lang="ko")
        self.call("offline", "check", "--offline")
        self.call("check", "check")
        self.call("before", "status")
        self.call("list nothing", "launch", "list")
        self.call("step without launch", "step", "1")
        self.call("no anchor yet", "audit", "verify")
        self.call("new", "launch", "new", "3.2.0", "--build", "320")
        self.call("new again", "launch", "new", "3.3.0", "--build", "330")
        self.older = self.home.folder / "older.db"
        shutil.copy(self.home.journal, self.older)
        self.call("before the go", "step", "1", "--second", "jun")
        self.home.say_go()
        self.call("stranger", "step", "1", "--second", "jun", as_="somebody")
        self.call("too far", "step", "20", "--second", "jun", lang="ko")
        self.call("alone", "step", "1")
        self.call("with herself", "step", "1", "--second", "mina")
        self.call("step 1", "step", "1", "--second", "jun", lang="ko")
        self.call("too soon", "step", "5", "--second", "jun", lang="ko")
        self.call("hold", "launch", "hold", "--reason", "lunch")
        self.call("list held", "launch", "list")
        self.call("resume", "launch", "resume")
        self.call("take over", "launch", "take-over", as_="sora")
        self.simulation.advance(BAKE_S)
        self.ask_gate()
        self.call("step 5", "step", "5", "--second", "jun")
        self.simulation.advance(240.0)
        self.call("failing", "status")
        self.call("failing ko", "status", lang="ko")
        self.call("failing json", "status", "--json")
        self.call("step while failing", "step", "20", "--second", "jun")
        self.call("hotfix", "launch", "new", "3.2.1", "--build", "321", "--kind", "hotfix")
        self.call("list with a child", "launch", "list", lang="ko")
        self.call("close the hotfix", "launch", "close", "--stopped-by", "none")
        self.call("done too soon", "launch", "close")
        self.call("off", "off", "coupon_v2")
        self.call("rollback", "rollback", "shop-app", "--no-wait")
        self.call("close", "launch", "close", "--stopped-by", "flag_off", lang="ko")
        self.call("list", "launch", "list")
        self.call("list json", "launch", "list", "--json")
        self.call("unresolved", "unresolved", "list")
        self.call("verify", "audit", "verify")
        self.call("verify json", "audit", "verify", "--json")
        self.call("decide", "audit", "decide")
        self.call("decide again", "audit", "decide", "--check")
        self.call("verify online", "audit", "verify", "--online")

    def ask_gate(self) -> None:
        """Ask for the gate of the stage as a pipeline does."""
        at = next(one.at for one in self.rows() if isinstance(one.event, StageReached))
        stage = ("gate", "3.2.0", "--stage", "1", "--baseline", "3.1.4", "--since", at.isoformat())
        self.call("gate", *stage)
        self.call("gate ko", *stage, lang="ko")
        self.call("gate json", *stage, "--json")
        self.call("gate with the journal", *stage, "--team-journal", "local", "--json")
        self.call("gate without a stage", "gate", "3.2.0", "--baseline", "3.1.4")
        self.call("gate without a witness", *stage, "--signoff", "nothing.json")
        self.call("gate of no rung", *(one if one != "1" else "7" for one in stage))

    def rows(self) -> list[Entry]:
        with closing(open_for_reading(self.home.journal)) as journal:
            return [row.entry for row in all_rows(journal)]

    @contextmanager
    def spoilt(self) -> Iterator[Path]:
        """Lend the journal's file to whoever does harm to it, then mend it."""
        whole = self.home.folder / "whole.db"
        shutil.copy(self.home.journal, whole)
        try:
            yield self.home.journal
        finally:
            shutil.copy(whole, self.home.journal)
