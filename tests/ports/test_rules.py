"""Values of a file of rules."""

from cockpit.domain.message import Message
from cockpit.ports.rules import Alerting, Recording, RuleFile, RuleFileError, RuleGroup

ALERT = Alerting("Name", "1", {}, Message("told"))


def test_the_alerts_of_all_groups_are_told_without_the_recordings() -> None:
    groups = (
        RuleGroup("one", 15, (Recording("a:b", "1", {}), ALERT)),
        RuleGroup("two", 15, (ALERT,)),
    )
    assert RuleFile((), groups).alerts == (ALERT, ALERT)


def test_an_error_says_what_it_is_about() -> None:
    error = RuleFileError(Message("told"))
    assert (str(error), error.message) == ("told", Message("told"))
