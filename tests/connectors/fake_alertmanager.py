"""A server that does with alerts what Alertmanager's own description says."""

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qsl, urlsplit

from tests.connectors.near import CLOCK
from tests.kit.faulty import Talk, http

MATCHER = re.compile(r'(?P<name>[a-zA-Z_][a-zA-Z0-9_]*)="(?P<text>(?:[^"\\\n]|\\.)*)"')


@dataclass
class FakeAlertmanager:
    """Keeps alerts by their labels; `ahead_s` is its clock minus ours."""

    ahead_s: float = 0.0
    ends: dict[str, datetime] = field(default_factory=dict)
    posted: list[dict[str, object]] = field(default_factory=list)

    def __call__(self, talk: Talk) -> bool:
        address = urlsplit(talk.seen.target)
        if address.path != "/api/v2/alerts":
            talk.send(http(b"not found", status=404, kind="text/plain"))
        elif talk.seen.method == "POST":
            self._take(json.loads(talk.seen.body))
            talk.send(http(b"", headers=self._date()))
        else:
            filters = [text for _, text in parse_qsl(address.query)]
            talk.send(http(json.dumps(self._shown(filters)).encode(), headers=self._date()))
        return True

    def _now(self) -> datetime:
        return CLOCK.now() + timedelta(seconds=self.ahead_s)

    def _date(self) -> str:
        return f"Date: {format_datetime(self._now().astimezone(UTC), usegmt=True)}\r\n"

    def _take(self, alerts: list[dict[str, object]]) -> None:
        for alert in alerts:
            self.posted.append(alert)
            labels = json.dumps(alert["labels"], sort_keys=True)
            starts_at, ends_at = (
                datetime.fromisoformat(str(alert[one])) for one in ("startsAt", "endsAt")
            )
            assert starts_at <= ends_at
            self.ends[labels] = ends_at

    def _shown(self, filters: list[str]) -> list[dict[str, object]]:
        matchers = [MATCHER.fullmatch(one) for one in filters]
        assert all(matchers), filters
        wanted = {one["name"]: json.loads(f'"{one["text"]}"') for one in matchers if one}
        going_on = [json.loads(one) for one, at in self.ends.items() if at > self._now()]
        return [{"labels": one} for one in going_on if one.items() >= wanted.items()]
