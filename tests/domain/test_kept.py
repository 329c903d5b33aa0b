"""What a row keeps of a rule is the whole rule."""

from dataclasses import fields

from cockpit.domain.kept import RuleKept
from cockpit.domain.verdict import Rule


def test_every_parameter_of_a_rule_is_kept() -> None:
    assert {one.name for one in fields(RuleKept)} == {one.name for one in fields(Rule)}
