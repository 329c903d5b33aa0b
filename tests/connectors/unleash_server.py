"""An Unleash that says what a test tells it to, with bodies as Unleash 8.2.0 gave them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from cockpit.connectors.flags.unleash import connect
from cockpit.ports.flags import FlagControl
from tests.connectors.near import CLOCK, source
from tests.kit.faulty import FaultyServer, Talk, faulty, http

PLACE = (("project", "default"), ("environment", "production"))
FEATURE = "/api/admin/projects/default/features/coupon_v2"
FLAG = f"{FEATURE}/environments/production"
SINCE = datetime(2026, 11, 21, 19, 29, tzinfo=UTC)
Answers = dict[str, bytes]
"""Responses by `METHOD target`."""


@contextmanager
def unleash(answers: Answers, **more: Any) -> Iterator[tuple[FlagControl, FaultyServer]]:
    def behave(talk: Talk) -> bool:
        talk.send(answers[f"{talk.seen.method} {talk.seen.target}"])
        return True

    settings = {"token": "*:*.admin", "client_token": "default:production.c", **more}
    with faulty(behave) as server:
        flags = connect(source(server.url, **{"options": PLACE, **settings}), CLOCK)
        try:
            yield flags, server
        finally:
            flags.close()


def rollout(pct: str = "5", **more: object) -> dict[str, object]:
    parameters = {"groupId": "coupon_v2", "rollout": pct, "stickiness": "default"}
    plain = {"id": "01M7", "name": "flexibleRollout", "constraints": [], "parameters": parameters}
    return {**plain, **more}


def state(*strategies: object, enabled: object = True, **more: object) -> bytes:
    here = {"name": "production", "enabled": enabled, "strategies": strategies}
    other = {"name": "development", "enabled": False, "strategies": []}
    body = {"name": "coupon_v2", "environments": [other, here], **more}
    return http(json.dumps(body).encode())


def served(
    *features: object,
    query: object = None,
    headers: str = 'ETag: "6ef7ec5a:12:v1"\r\n',
) -> bytes:
    told = {"project": ["default"], "environment": "production"} if query is None else query
    body = {"version": 2, "features": features, "query": told, "meta": {"revisionId": 12}}
    return http(json.dumps(body).encode(), headers=headers)


def feature(*, enabled: bool = True, strategies: object = None) -> dict[str, object]:
    listed = [rollout()] if strategies is None else strategies
    return {"name": "coupon_v2", "enabled": enabled, "strategies": listed}


def event(number: int, **more: object) -> dict[str, object]:
    plain = {"id": number, "type": "feature-environment-disabled", "createdBy": "mina"}
    when = {"createdAt": f"2026-11-21T19:29:{number:02}.350Z", "featureName": "coupon_v2"}
    return {**plain, **when, "environment": "production", **more}


def page(*events: object) -> bytes:
    return http(json.dumps({"events": events, "total": len(events)}).encode())


SEARCH = "GET /api/admin/search/events?feature=IS%3Acoupon_v2&from=IS%3A2026-11-21&limit=1000"


def refusal(status: int, name: str, sentence: str, **more: object) -> bytes:
    body: dict[str, object] = {"name": name, "message": sentence, **more}
    if not name:
        del body["name"]
    return http(json.dumps(body).encode(), status=status)
