"""Where people away from the window are told, and of what: `channels` in the section `alerts`."""

from typing import Annotated, Literal

from pydantic import Field

from cockpit.ports.sources import Auth
from cockpit.ports.workspace_fields import Name, Section, Text, WebAddress

DESKTOP = "desktop"
"""The kind of channel that needs no server: this computer's own notes."""


class Channel(Section):
    """A way to people: this computer's desktop, a chat, whoever Alertmanager calls.

    The address of a chat's webhook is a secret as a whole: `url` holds its origin, and `secret`
    names the address in the keyring.
    """

    kind: Name = Field(description="desktop, slack (or a chat that is like it), or alertmanager.")
    url: WebAddress | None = Field(
        default=None, description="Address of Alertmanager; of a chat only https://host."
    )
    secret: Name | None = Field(
        default=None,
        description="Name in the keyring of the webhook's whole address, or of the token.",
    )
    auth: Auth = Field(default=Auth.NONE, description="How the token of Alertmanager travels.")
    user: Text | None = Field(default=None, description="User name for `auth: basic`.")
    token_header: Name = Field(
        default="Authorization", description="Header that carries the token for `auth: headers`."
    )
    labels: dict[Name, Text] = Field(
        default_factory=dict, description="More labels for Alertmanager, such as team: shop."
    )
    language: Literal["ko", "en"] = Field(default="ko", description="Language of its messages.")
    alerts: Literal["act_now", "watch", "none"] = Field(
        default="act_now",
        description="Alerts that need a hand now, also those to watch (watch), or none.",
    )
    summaries: bool = Field(
        default=True, description="Whether a summary comes when much breaks at once."
    )
    launch_log: bool = Field(
        default=True, description="Whether it is told how a launch goes, one line each."
    )
    drills: bool = Field(default=False, description="Whether it hears of rehearsals, too.")
    ca_file: Text | None = Field(
        default=None, description="Certificates to trust, PEM, relative to this file."
    )
    proxy: WebAddress | None = Field(default=None, description="Proxy to go through.")
    timeout_s: Annotated[float, Field(gt=0, le=60)] = Field(
        default=10.0, description="Seconds after which a request ends, everything included."
    )
