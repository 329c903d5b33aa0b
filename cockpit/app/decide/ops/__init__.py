"""What can be asked, one file for each family of operations.

An operation reads its fields from the value of `in` and returns what stands in `out`; a field
that is wrong raises `WrongInputError`. A file ends with `OPS.add("family.name", operation)` for
each of its operations; a plug-in may bring others.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from cockpit.app.decide.fields import Place
from cockpit.registry import Registry

Operation: TypeAlias = Callable[[Place], Mapping[str, object]]

OPS: Registry[Operation] = Registry("cockpit.app.decide.ops")
