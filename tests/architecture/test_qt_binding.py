"""The Qt binding that we pin keeps Python's own objects alive."""

import subprocess
import sys

import pytest

# PySide6 6.12.0 drops one reference to None with every call that returns nothing; Python 3.11
# aborts when the last one is gone, after four or five thousand calls.
SCRIPT = """
from PySide6.QtWidgets import QApplication, QLabel

application = QApplication([])
label = QLabel()
for number in range(20_000):
    label.setText(str(number))
print(label.text())
"""


@pytest.mark.slow
def test_twenty_thousand_calls_leave_python_alive() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "19999"), done.stderr[-500:]
