"""Start the cockpit: `cockpit …` and `python -m cockpit …`."""

import sys

from cockpit.cli import door, lines


def main() -> None:
    """Run the command line and leave with its exit status."""
    status = door.run(sys.argv[1:])
    if status is None:
        status = lines.run(sys.argv[1:])
    if status is None:
        from cockpit.cli import program

        status = program.run(sys.argv[1:])
    sys.exit(status)


if __name__ == "__main__":
    main()
