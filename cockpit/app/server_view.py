"""The server's alerts as they are shown, and where they differ from those of the cockpit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cockpit.domain.message import Message


@dataclass(frozen=True, slots=True)
class ServerAlertView:
    """An alert of a metric source, in its own words.

    `flow` and `kpi` are those of the workspace that it is about, None for others. `summaries` are
    its sentences by language, "" for one of which that is not known. `is_page`: somebody is to
    look now. `is_ours`: its rule came from `cockpit rules`; `is_current`: from this workspace.
    """

    source: str
    name: str
    flow: str | None
    kpi: str | None
    is_page: bool
    is_firing: bool
    since_at: datetime | None
    summaries: Mapping[str, str]
    is_ours: bool = False
    is_current: bool = False
    is_about_data: bool = False


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One pages about the flow and the other does not."""

    flow: str
    message: Message


@dataclass(frozen=True, slots=True)
class ServerView:
    """What the rules of all metric sources say.

    `unknown` says why it is not known, or not in full; None when it is. `age_s` is the age of the
    oldest answer. Without `is_asked` no source was asked yet.
    """

    alerts: tuple[ServerAlertView, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    unknown: Message | None = None
    age_s: float | None = None
    left_out_count: int = 0
    is_asked: bool = True


NOTHING_HEARD = ServerView(is_asked=False)
