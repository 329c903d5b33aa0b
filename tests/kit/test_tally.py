"""The tally of several test runs."""

from pathlib import Path

from tests.kit.tally import split, tally

SUITE = '<testsuites><testsuite tests="{}" failures="{}" errors="0" skipped="{}" time="1.5"/>\
</testsuites>'


def written(folder: Path, *suites: tuple[int, int, int]) -> list[Path]:
    """Write one file a suite; a suite is its count of tests, of failures and of skipped ones."""
    files = [folder / f"{number}.xml" for number in range(len(suites))]
    for file, suite in zip(files, suites, strict=True):
        file.write_text(SUITE.format(*suite), encoding="utf-8")
    return files


def test_the_runs_are_added_up(tmp_path: Path) -> None:
    files = written(tmp_path, (5, 0, 1), (3, 0, 0))
    assert tally(files) == ("7 passed, 1 skipped in 3.00s", True)


def test_one_failure_in_one_run_spoils_the_whole(tmp_path: Path) -> None:
    files = written(tmp_path, (5, 0, 0), (3, 1, 0))
    assert tally(files) == ("7 passed, 1 failed in 3.00s", False)


def test_a_run_without_a_test_is_not_well(tmp_path: Path) -> None:
    assert tally([tmp_path / "never-written.xml"]) == ("0 passed in 0.00s", False)


def test_a_run_that_skipped_everything_is_not_well(tmp_path: Path) -> None:
    _, is_well = tally(written(tmp_path, (2, 0, 2)))
    assert not is_well


def test_times_are_told_by_the_kind_of_test(tmp_path: Path) -> None:
    cases = {"tests.real.test_loop": 2.5, "tests.features.kill.test_matrix": 1.5}
    cases |= {
        "tests.features.test_demo": 30.0,
        "tests.app.test_tiles": 0.25,
        "tests.app.decide.T": 1.0,
    }
    text = "".join(f'<testcase classname="{name}" time="{s}"/>' for name, s in cases.items())
    file = tmp_path / "tests.xml"
    file.write_text(f"<testsuites><testsuite>{text}</testsuite></testsuites>", encoding="utf-8")
    assert [" ".join(line.split()) for line in split([file]).splitlines()[1:]] == [
        "features 1 tests 30.0 s",
        "kill subset 1 tests 1.5 s",
        "real servers 1 tests 2.5 s",
        "unit 2 tests 1.2 s",
    ]


def test_a_run_that_was_never_written_takes_no_time(tmp_path: Path) -> None:
    assert len(split([tmp_path / "never-written.xml"]).splitlines()) == 1
