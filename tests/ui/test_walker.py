"""Walking through a window by real events."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cockpit.ui.aim import Aim, AimState
from cockpit.ui.kit.hold import HoldButton
from cockpit.ui.sign import Sign
from cockpit.ui.walker import NotThereError, Walker
from tests.ui.kit.parts import look, say


class Plain(QWidget):
    """A button, a field and a choice."""

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        self.button, self.field, self.box = QPushButton("go"), QLineEdit("old"), QComboBox()
        self.box.addItems(["mina", "jun", "sora"])
        for name, one in {"go": self.button, "text": self.field, "who": self.box}.items():
            one.setObjectName(name)
            layout.addWidget(one)
        self.told: list[str] = []
        self.button.pressed.connect(lambda: self.told.append("pressed"))
        self.button.released.connect(lambda: self.told.append("released"))


@pytest.fixture
def plain(qtbot: QtBot) -> Plain:
    made = Plain()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_click_presses_and_releases(plain: Plain) -> None:
    Walker(plain).click("go")
    assert plain.told == ["pressed", "released"]


def test_a_hold_lets_go_only_afterwards(plain: Plain) -> None:
    walker = Walker(plain)
    seen: list[list[str]] = []
    pump = walker.pump

    def watching(seconds: float = 0.0) -> None:
        pump(seconds)
        seen.append(list(plain.told))

    walker.pump = watching  # type: ignore[method-assign]
    walker.hold("go", 0.05)
    assert seen == [["pressed"], ["pressed", "released"]]


@pytest.mark.slow
def test_a_button_is_held_until_it_acts_however_new_its_target_is(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button = HoldButton(look(), say(), 0.05, "power", parent=window)
    button.setObjectName("off")
    window.show()
    fired: list[str] = []
    button.fired.connect(fired.append)
    for flag in ("a", "b"):
        key, told = f"off:{flag}", f"{flag} off"
        button.aim(Aim(key, told, AimState.ARMED, None, (told, "", ""), Sign.OK, told))
    assert button.is_frozen
    Walker(window).hold_down("off")
    assert fired == ["off:b"]


def test_what_is_no_hold_button_cannot_be_held_until_it_acts(plain: Plain) -> None:
    with pytest.raises(NotThereError):
        Walker(plain).hold_down("go")


def test_typing_replaces_what_stood_there(plain: Plain) -> None:
    Walker(plain).type("text", "3.2.0")
    assert plain.field.text() == "3.2.0"


def test_an_entry_is_chosen_by_its_text(plain: Plain) -> None:
    walker = Walker(plain)
    walker.choose("who", "sora")
    assert plain.box.currentText() == "sora"
    walker.choose("who", "mina")
    assert plain.box.currentText() == "mina"
    with pytest.raises(NotThereError):
        walker.choose("who", "nobody")


def test_keys_go_where_the_focus_is(plain: Plain) -> None:
    plain.button.setFocus()
    walker = Walker(plain)
    walker.key(Qt.Key.Key_Space)
    assert plain.told == ["pressed", "released"]
    walker.hold_key(Qt.Key.Key_Space, 0.02)
    assert plain.told == ["pressed", "released"] * 2


def test_what_is_hidden_or_disabled_is_not_there(plain: Plain) -> None:
    walker = Walker(plain, patience_s=0.05)
    plain.button.setEnabled(False)
    assert not walker.is_there("go")
    with pytest.raises(NotThereError):
        walker.click("go")
    plain.button.hide()
    with pytest.raises(NotThereError):
        walker.find("go")


def test_waiting_in_vain_ends(plain: Plain) -> None:
    with pytest.raises(NotThereError, match="the moon"):
        Walker(plain, patience_s=0.05).until(lambda: False, "the moon")


def test_a_picture_is_as_large_as_the_window(plain: Plain, tmp_path: Path) -> None:
    Walker(plain).picture(tmp_path / "plain.png")
    image = QImage(str(tmp_path / "plain.png"))
    assert image.size() == plain.size() * image.devicePixelRatio()
