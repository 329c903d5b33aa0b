"""A window in a process of its own, in which somebody holds a button; made to be killed.

`python -m tests.features.window_victim FILE FLAG`, the secrets on standard input. Says on standard
output when it presses, then goes on until it is killed.
"""

import sys
from pathlib import Path

from cockpit.bootstrap.window import Opening, Wanted
from cockpit.ui.application import application
from cockpit.ui.names import Name
from cockpit.ui.walker import Walker
from cockpit.words.language import Language

AFTER_S = 60.0


def main(file: Path, flag: str, secrets: dict[str, str]) -> None:
    """Open the window, aim at the flag, hold the button, and wait for the end."""
    application(Language.KO)
    opening = Opening(Wanted(file, Language.KO, "mina", given=secrets))
    opening.shell.show()
    walker = Walker(opening.shell)
    walker.until(lambda: opening.workplace is not None, "the window")
    workplace = opening.workplace
    assert workplace is not None
    window = workplace.window
    walker.until(lambda: knows(window.strip.given, flag), "the flag")
    window.arm(f"off:{flag}")
    off = window.strip.off.hold
    walker.until(lambda: off.shown is not None and off.shown.key == f"off:{flag}", "the target")
    print("presses", flush=True)
    walker.hold_down(Name.OFF)
    walker.pump(AFTER_S)


def knows(given: object, flag: str) -> bool:
    """Return whether the server has told of the flag."""
    snapshot = getattr(given, "snapshot", None)
    levers = () if snapshot is None else snapshot.levers
    return any(one.flag == flag and one.is_enabled for one in levers)


if __name__ == "__main__":
    lines = [line.strip().partition("=") for line in sys.stdin]
    main(Path(sys.argv[1]), sys.argv[2], {name: text for name, _, text in lines if name})
