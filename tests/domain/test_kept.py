"""What a row keeps of a rule is the whole rule."""

from cockpit.domain.kept import RuleKept
from cockpit.domain.verdict import Rule


def test_every_parameter_of_a_rule_is_kept() -> None:
    assert set(RuleKept.__struct_fields__) == set(Rule.__struct_fields__)
