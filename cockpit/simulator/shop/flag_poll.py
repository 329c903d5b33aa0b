"""Asking a flag server, as the SDK in a shop's program does."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping

from cockpit.simulator.shop.audience import KnownFlag, read_flags

TIMEOUT_S = 0.5
NOT_MODIFIED = 304


class FlagPoll:
    """Keeps the flags last heard of; a server that is down or says nonsense changes nothing."""

    def __init__(self, server_url: str, token: str) -> None:
        self._url = server_url.rstrip("/") + "/api/client/features"
        self._token = token
        self._etag: str | None = None
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self.flags: Mapping[str, KnownFlag] = {}
        self.failed_count = 0

    def ask(self) -> None:
        """Ask once, at most for `TIMEOUT_S` at each wait."""
        headers = {"Authorization": self._token, "Accept": "application/json"}
        if self._etag is not None:
            headers["If-None-Match"] = self._etag
        request = urllib.request.Request(self._url, headers=headers)  # noqa: S310 - the user's server
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                self.flags = read_flags(json.load(answer))
                self._etag = answer.headers.get("ETag")
        except urllib.error.HTTPError as error:
            error.close()
            self.failed_count += error.code != NOT_MODIFIED
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            self.failed_count += 1
