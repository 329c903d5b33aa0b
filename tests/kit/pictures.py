"""Draw every page in every moment of the story, and say what a designer would not accept."""

import argparse
import os
import sys
from collections.abc import Iterator
from html import escape
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

SIZES = {"1440x900": (1440, 900), "1100x700": (1100, 700)}
FRAME_PX = {"1440x900": (224, 164), "1100x700": (120, 164)}
"""What the window takes around a page."""


class Wanted(Struct, frozen=True):
    """One picture: what, in which moment, language and theme, and how large."""

    page: str
    moment: str
    language: str
    theme: str
    size: str
    is_alone: bool

    @property
    def file(self) -> str:
        """Return the name of its file."""
        return f"{self.page}-{self.moment}-{self.language}-{self.theme}-{self.size}.png"


def main(arguments: list[str]) -> int:
    """Draw what is asked for; return 1 when there is something to mend."""
    asked = _parsed(arguments)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = str(asked.scale)
    folder = Path(asked.folder)
    folder.mkdir(parents=True, exist_ok=True)
    _quieten()
    told: dict[str, list[str]] = {}
    drawn: list[Wanted] = []
    for wanted in _wanted(asked):
        image, findings = _drawn(wanted)
        image.save(str(folder / wanted.file))
        drawn.append(wanted)
        for finding in findings:
            told.setdefault(f"{wanted.page}: {finding}", []).append(wanted.file)
    (folder / "index.html").write_text(_sheet(drawn, told), encoding="utf-8")
    for finding, files in told.items():
        print(f"{finding}  [{len(files)}: {files[0]}]")
    print(f"{len(drawn)} pictures, {len(told)} findings: {folder / 'index.html'}")
    return 1 if told or not drawn else 0


def _quieten() -> None:
    """Leave out what the offscreen platform says of every window."""
    from PySide6.QtCore import qInstallMessageHandler

    from tests.kit.story.setting import look

    look()  # the application that it makes has a handler of its own

    def say(_kind: object, _context: object, text: str) -> None:
        if "propagateSizeHints" not in text:
            print(text, file=sys.stderr)

    qInstallMessageHandler(say)


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev pictures", description=__doc__)
    parser.add_argument("folder", nargs="?", default=".cache/pictures")
    parser.add_argument("--page", action="append", help="only this page (may be repeated)")
    parser.add_argument("--state", action="append", help="only this moment (may be repeated)")
    parser.add_argument("--lang", action="append", choices=["ko", "en"])
    parser.add_argument("--theme", action="append", choices=["dark", "light"])
    parser.add_argument("--size", action="append", choices=list(SIZES))
    parser.add_argument("--alone", action="store_true", help="the page without the window")
    parser.add_argument("--scale", type=int, choices=[1, 2], default=1)
    return parser.parse_args(arguments)


def _wanted(asked: argparse.Namespace) -> Iterator[Wanted]:
    from tests.kit.story.pages import moments_of, page_names

    for page in asked.page or page_names():
        yield from (
            Wanted(page, *one)
            for one in product(
                asked.state or moments_of(page),
                asked.lang or ["ko", "en"],
                asked.theme or ["dark", "light"],
                asked.size or list(SIZES),
                [asked.alone],
            )
        )


def _drawn(wanted: Wanted) -> tuple["QImage", tuple[str, ...]]:
    from PySide6.QtCore import QCoreApplication, QEvent

    from tests.kit.inspection import findings

    widget = _shown(wanted)
    image = widget.grab().toImage()
    found = findings(widget)
    wanted_px = _size(wanted)
    if (widget.width(), widget.height()) != wanted_px:
        found = (f"needs {widget.width()}×{widget.height()}, has {wanted_px}", *found)
    widget.hide()
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(widget, QEvent.Type.DeferredDelete)  # no loop does it here
    return image, found


def _shown(wanted: Wanted) -> "QWidget":
    from cockpit.ui.look import Theme
    from cockpit.words.language import Language
    from tests.kit.story.hands import FakeHands, room
    from tests.kit.story.pages import opened, opened_window
    from tests.kit.story.rows import rows_until
    from tests.kit.story.setting import look, say
    from tests.kit.story.states import STATES

    snapshot = STATES[wanted.moment]()
    hands = FakeHands(journal=rows_until(snapshot.at))
    given = room(look(Theme(wanted.theme)), say(Language(wanted.language)), hands)
    open_it = opened if wanted.is_alone else opened_window
    return open_it(wanted.page, given, hands, snapshot, _size(wanted))


def _size(wanted: Wanted) -> tuple[int, int]:
    width, height = SIZES[wanted.size]
    around = FRAME_PX[wanted.size] if wanted.is_alone else (0, 0)
    return width - around[0], height - around[1]


def _sheet(drawn: list[Wanted], told: dict[str, list[str]]) -> str:
    """Return a page that shows all pictures small, with what was found above them."""
    style = "body{font:13px sans-serif;background:#222;color:#ddd}img{width:46%;margin:4px}"
    lines = [f"<!doctype html><meta charset=utf-8><title>Pictures</title><style>{style}</style>"]
    lines += [f"<p>{escape(finding)} [{len(files)}]</p>" for finding, files in told.items()]
    for page in dict.fromkeys(one.page for one in drawn):
        lines.append(f"<h2>{escape(page)}</h2>")
        lines += [
            f'<a href="{one.file}"><img loading=lazy src="{one.file}" title="{one.file}"></a>'
            for one in drawn
            if one.page == page
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
