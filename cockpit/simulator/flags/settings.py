"""What can be chosen about the flag server."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FlagSettings:
    """The shop's own flag server, and where the shop's clients ask.

    Tokens map to the person they act for; `*:*.` tokens are nobody's and log as "admin".
    `client_delay_s` is the longest real time by which the client API is late. With `server_url`
    the shop polls that Unleash instead, with `server_token`, every `poll_s`: simulated seconds
    while time is stepped, real ones while it runs.
    """

    rollout_pct: int = 0
    admin_tokens: Mapping[str, str] = field(
        default_factory=lambda: {
            "user:release-manager": "release.manager@shop.example",
            "*:*.simulator-admin": "admin",
        },
        repr=False,
    )
    viewer_token: str = field(default="user:viewer", repr=False)
    client_token: str = field(default="default:production.simulator", repr=False)
    client_delay_s: float = 1.0
    poll_s: float = 1.0
    server_url: str | None = None
    server_token: str | None = field(default=None, repr=False)
