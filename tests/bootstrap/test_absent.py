"""What stands in for a part that cannot be opened answers with the reason alone."""

import pytest

from cockpit.bootstrap.absent import Absent, LoneRun
from tests.kit.fakes_acting import NO_SPACE


def test_every_call_raises_what_kept_the_real_one_from_opening() -> None:
    absent = Absent(NO_SPACE)
    for call in (absent.append, absent.page, absent.read, absent.whatever):
        with pytest.raises(type(NO_SPACE)) as raised:
            call(1, by="name")
        assert raised.value is NO_SPACE


def test_it_has_no_names_of_pythons_own() -> None:
    assert not hasattr(Absent(NO_SPACE), "__len__")
    assert not hasattr(Absent(NO_SPACE), "_private")


def test_it_shows_what_is_wrong_and_no_more() -> None:
    assert repr(Absent(NO_SPACE)) == "Absent(JournalError)"


def test_a_lone_run_takes_every_other_for_alive() -> None:
    run, other = LoneRun(), LoneRun()
    assert run.run_id != other.run_id
    assert run.is_alive(run.run_id)
    assert run.is_alive("somebody else")
    run.close()
