"""Start the cockpit: `cockpit …` and `python -m cockpit …`."""

import gc
import os
import sys

YOUNG_COUNT = 50_000
"""A start makes a million objects that stay: looking for garbage among them cost a tenth of it."""


def main() -> None:
    """Run the command line and leave with its exit status."""
    gc.set_threshold(YOUNG_COUNT, *gc.get_threshold()[1:])
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start threads for nothing
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # nor look for plug-ins
    from cockpit.cli import door, lines

    status = door.run(sys.argv[1:])
    if status is None:
        status = lines.run(sys.argv[1:])
    if status is None:
        from cockpit.cli import program

        status = program.run(sys.argv[1:])
    sys.exit(status)


if __name__ == "__main__":
    main()
