"""The demo's pictures are there at its end, or it is said which one is not."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from cockpit.bootstrap.demo_pictures import NotWrittenError, Pictures


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


def test_a_picture_that_cannot_be_written_is_named(qapp: QApplication, tmp_path: Path) -> None:
    assert qapp is not None
    pictures = Pictures(tmp_path / "nowhere")
    pictures.keep(picture(), "1-gonogo-ko")
    with pytest.raises(NotWrittenError, match="1-gonogo-ko"):
        pictures.written()
