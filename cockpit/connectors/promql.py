"""Write the three questions that the cockpit asks in PromQL, and no other.

`selector`, `selector[range]` and `sum by (labels) (increase(selector[range]))`. The language is
described at https://prometheus.io/docs/prometheus/latest/querying/basics/.
"""

import re

from cockpit.connectors.codes import MetricCode
from cockpit.domain.message import message
from cockpit.ports.errors import Refusal, RefusedError
from cockpit.ports.metrics import Selector
from cockpit.ports.selectors import rendered

_METRIC = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_OPERATORS = {"=", "!=", "=~", "!~"}


def latest(selector: Selector) -> str:
    """Return the question for the newest point of each series.

    This and its neighbours raise `RefusedError` for what cannot be asked: a name that is none, a
    value that is no Unicode text, a range shorter than a millisecond.
    """
    if not _METRIC.fullmatch(selector.metric):
        raise _refused(MetricCode.BAD_NAME, selector.metric)
    for matcher in selector.matchers:
        if not _LABEL.fullmatch(matcher.label) or matcher.operator not in _OPERATORS:
            raise _refused(MetricCode.BAD_NAME, matcher.label)
        if any("\ud800" <= letter <= "\udfff" for letter in matcher.value):
            raise _refused(MetricCode.BAD_VALUE, matcher.label)
    return rendered(selector)


def samples(selector: Selector, range_s: float) -> str:
    """Return the question for all raw points of the last `range_s` seconds."""
    return f"{latest(selector)}[{duration(range_s)}]"


def increases(selector: Selector, by: tuple[str, ...], range_s: float) -> str:
    """Return the question for the increase over `range_s` seconds, summed by labels."""
    for label in by:
        if not _LABEL.fullmatch(label):
            raise _refused(MetricCode.BAD_NAME, label)
    return f"sum by ({', '.join(by)}) (increase({samples(selector, range_s)}))"


def duration(range_s: float) -> str:
    """Return a span of time as PromQL and the API of Prometheus write it."""
    if not 0.001 <= range_s < 1e9:  # noqa: PLR2004 - a millisecond, and some thirty years
        raise RefusedError(message(MetricCode.BAD_RANGE, range_s=range_s), Refusal.BAD_REQUEST)
    range_ms = round(range_s * 1000)
    return f"{range_ms}ms" if range_ms % 1000 else f"{range_ms // 1000}s"


def _refused(code: MetricCode, name: str) -> RefusedError:
    shown = name.encode("ascii", "backslashreplace").decode("ascii")[:80]
    return RefusedError(message(code, name=shown), Refusal.BAD_REQUEST)
