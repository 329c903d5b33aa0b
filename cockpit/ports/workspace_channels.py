"""Where people away from the window are told, and of what: `channels` in the section `alerts`."""

from typing import Annotated, Literal

from msgspec import Meta, field

from cockpit.ports.sources import Auth
from cockpit.ports.workspace_fields import (
    USUAL_HEADER,
    CaFile,
    Name,
    Proxy,
    Section,
    Text,
    TimeoutSeconds,
    TokenHeader,
    UserName,
    WebAddress,
)

DESKTOP = "desktop"
"""The kind of channel that needs no server: this computer's own notes."""


class Channel(Section, frozen=True, kw_only=True):
    """A way to people: this computer's desktop, a chat, whoever Alertmanager calls.

    The address of a chat's webhook is a secret as a whole: `url` holds its origin, and `secret`
    names the address in the keyring.
    """

    kind: Annotated[
        Name, Meta(description="desktop, slack (or a chat that is like it), or alertmanager.")
    ]
    url: Annotated[
        WebAddress | None, Meta(description="Address of Alertmanager; of a chat only https://host.")
    ] = None
    secret: Annotated[
        Name | None,
        Meta(description="Name in the keyring of the webhook's whole address, or of the token."),
    ] = None
    auth: Annotated[Auth, Meta(description="How the token of Alertmanager travels.")] = Auth.NONE
    user: UserName = None
    token_header: TokenHeader = USUAL_HEADER
    labels: Annotated[
        dict[Name, Text], Meta(description="More labels for Alertmanager, such as team: shop.")
    ] = field(default_factory=dict)
    language: Annotated[Literal["ko", "en"], Meta(description="Language of its messages.")] = "ko"
    alerts: Annotated[
        Literal["act_now", "watch", "none"],
        Meta(description="Alerts that need a hand now, also those to watch (watch), or none."),
    ] = "act_now"
    summaries: Annotated[
        bool, Meta(description="Whether a summary comes when much breaks at once.")
    ] = True
    launch_log: Annotated[
        bool, Meta(description="Whether it is told how a launch goes, one line each.")
    ] = True
    drills: Annotated[bool, Meta(description="Whether it hears of rehearsals, too.")] = False
    ca_file: CaFile = None
    proxy: Proxy = None
    timeout_s: TimeoutSeconds = 10.0
