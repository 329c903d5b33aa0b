"""The demo's pictures are there at its end, or it is said which one is not."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel

from cockpit.bootstrap.demo_pictures import NotWrittenError, Pictures, taken
from cockpit.ui.walker import Walker


def picture() -> QImage:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    return image


def test_every_picture_that_was_kept_is_there_at_the_end(
    qapp: QApplication, tmp_path: Path
) -> None:
    assert qapp is not None
    pictures = Pictures(tmp_path)
    for name in ("1-gonogo-ko", "1-gonogo-en"):
        pictures.keep(picture(), name)
    files = pictures.written()
    assert [file.name for file in files] == ["1-gonogo-ko.png", "1-gonogo-en.png"]
    assert all(QImage(str(file)) == picture() for file in files)


def test_pictures_are_begun_before_the_end_where_there_is_time(
    qapp: QApplication, tmp_path: Path
) -> None:
    assert qapp is not None
    pictures = Pictures(tmp_path)
    pictures.keep(picture(), "early")
    pictures.write()
    pictures.keep(picture(), "late")
    assert [file.stem for file in pictures.written()] == ["early", "late"]
    assert sorted(file.stem for file in tmp_path.iterdir()) == ["early", "late"]


def test_a_picture_that_cannot_be_written_is_named(qapp: QApplication, tmp_path: Path) -> None:
    assert qapp is not None
    pictures = Pictures(tmp_path / "nowhere")
    pictures.keep(picture(), "1-gonogo-ko")
    with pytest.raises(NotWrittenError, match="1-gonogo-ko"):
        pictures.written()


def test_a_picture_shows_what_has_changed_until_then(qapp: QApplication) -> None:
    assert qapp is not None
    window = QLabel("5 %")
    window.setStyleSheet("background: teal; color: white")
    window.resize(40, 30)
    window.show()
    Walker(window).settle()
    before = taken(window)
    window.setText("20 %")  # nobody has painted it yet
    after = taken(window)
    assert before != after
    assert after == window.grab().toImage()
