"""The server's alerts as they are shown, and where they differ from those of the cockpit."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from cockpit.domain.message import Message


class ServerAlertView(Struct, frozen=True):
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


class Disagreement(Struct, frozen=True):
    """One pages about the flow and the other does not."""

    flow: str
    message: Message


class ServerView(Struct, frozen=True):
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
