"""Which Qt binding this program must not run with."""

from cockpit.domain.message import Message, message
from cockpit.ui.binding_codes import BindingCode

BROKEN = (6, 12, 0)
FINE_FROM = (3, 12)


def why_not_binding(pyside: tuple[int, int, int], python: tuple[int, int]) -> Message | None:
    """Return why this version of PySide6 would abort on this Python; None when it does not.

    6.12.0 drops a reference to None with each call that returns nothing; from Python 3.12 on, None
    cannot be lost.
    """
    if pyside != BROKEN or python >= FINE_FROM:
        return None
    return message(
        BindingCode.ABORTS,
        pyside=".".join(map(str, pyside)),
        python=".".join(map(str, python)),
    )
