"""Small files that survive a power cut."""

from pathlib import Path

from cockpit.host.durable import keep_name, write_durably
from tests.kit.power.record import Say, each_cut, needs_a_record


@needs_a_record
def test_a_file_that_was_written_and_named_is_there_with_its_folders(tmp_path: Path) -> None:
    def write(home: Path, say: Say) -> None:
        (home / "a" / "b").mkdir(parents=True)
        own, file = home / "a" / "b" / "own", home / "a" / "b" / "file"
        write_durably(own, "text")
        own.replace(file)
        say("named", "")
        keep_name(file)
        say("kept", "")

    for left, home in each_cut(tmp_path, write):
        file = home / "a" / "b" / "file"
        is_there = file.exists()
        assert is_there or not left.values("kept"), left
        assert not is_there or file.read_text(encoding="ascii") == "text", left
