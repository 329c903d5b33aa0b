"""One window has a workspace, whoever asks is told whose it is, and a killed one lets go."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cockpit.host.codes import HostCode
from cockpit.host.window_lock import WindowHeldError, WindowLock

AT = datetime(2026, 11, 24, 12, 14, tzinfo=UTC)
OTHER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from cockpit.host.window_lock import WindowLock
lock = WindowLock(Path(sys.argv[1]))
lock.take("sujin", datetime(2026, 11, 24, 12, 14, tzinfo=UTC))
print("taken", flush=True)
sys.stdin.read()
"""


def refusal(folder: Path) -> WindowHeldError:
    with pytest.raises(WindowHeldError) as raised:
        WindowLock(folder).take("jun", AT)
    return raised.value


def test_a_second_window_is_told_whose_the_first_is(tmp_path: Path) -> None:
    first = WindowLock(tmp_path / "data")
    first.take("mina", AT)
    told = refusal(tmp_path / "data").message
    assert told.code == HostCode.WINDOW_HELD_BY
    assert told.value("person") == "mina"
    assert told.value("since_at") == AT
    assert told.value("computer")
    first.close()


def test_the_next_window_may_come_once_the_first_has_gone(tmp_path: Path) -> None:
    first, second = WindowLock(tmp_path), WindowLock(tmp_path)
    first.take("mina", AT)
    first.close()
    second.take("jun", AT)
    assert refusal(tmp_path).message.value("person") == "jun"
    second.close()
    assert not (tmp_path / "window.json").exists()


def test_a_refused_window_takes_nothing_away_when_it_goes(tmp_path: Path) -> None:
    first, second = WindowLock(tmp_path), WindowLock(tmp_path)
    first.take("mina", AT)
    with pytest.raises(WindowHeldError):
        second.take("jun", AT)
    second.close()
    assert refusal(tmp_path).message.value("person") == "mina"
    first.close()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"person": "mina"}', '{"since_at": 7}'])
def test_a_holder_who_has_not_said_who_he_is_is_somebody(tmp_path: Path, text: str) -> None:
    first = WindowLock(tmp_path)
    first.take("mina", AT)
    (tmp_path / "window.json").write_text(text, encoding="utf-8")
    assert refusal(tmp_path).message.code == HostCode.WINDOW_HELD
    first.close()


def test_where_no_folder_can_be_made_there_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    lock = WindowLock(tmp_path / "data")
    with pytest.raises(OSError, match="data"):
        lock.take("mina", AT)
    lock.close()


def test_a_window_that_was_killed_lets_go_at_once(tmp_path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline()
        assert refusal(tmp_path).message.value("person") == "sujin"
        other.kill()
        other.wait(30)
    lock = WindowLock(tmp_path)
    lock.take("mina", AT)
    lock.close()
