"""Start the cockpit: `cockpit …` and `python -m cockpit …`."""

import gc
import os
import sys

from cockpit.cli import signals

YOUNG_COUNT = 50_000
"""A start makes a million objects that stay: looking for garbage among them cost a tenth of it."""

SPARED = {
    "OPENBLAS_NUM_THREADS": "1",  # numpy would start threads for nothing
    "PYDANTIC_DISABLE_PLUGINS": "__all__",  # pydantic would look through all that is installed
}
"""What libraries read from the environment when they are imported, unless somebody has set it."""


def main() -> None:
    """Run the command line and leave with its exit status."""
    signals.end_at_once()
    gc.set_threshold(YOUNG_COUNT, *gc.get_threshold()[1:])
    for name, value in SPARED.items():
        os.environ.setdefault(name, value)
    from cockpit.cli import door, lines

    status = door.run(sys.argv[1:])
    if status is None:
        status = lines.run(sys.argv[1:], ready=signals.interrupt)
    if status is None:
        from cockpit.cli import program

        status = program.run(sys.argv[1:], ready=signals.interrupt)
    signals.end_at_once()
    gc.freeze()  # looking through everything for garbage once more would be the last thing it does
    sys.exit(status)


if __name__ == "__main__":
    main()
