"""Connector: flags kept in Unleash, through its admin API and the API that its clients ask.

The operation id travels as `X-Request-Id`. Unleash itself ignores that header (read in the source
of 8.2.0) and has no field for a comment; proxies and access logs before it keep the header, and
that is where a request can be matched with the journal.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from msgspec import Struct

from cockpit.connectors.addresses import segment
from cockpit.connectors.codes import FlagCode, SettingsCode
from cockpit.connectors.decode import ShapeError, items, record, text, text_or_none, truth, whole
from cockpit.connectors.flags import FLAGS
from cockpit.connectors.http import Client, Pairs, open_client, with_token
from cockpit.connectors.reply import Reply
from cockpit.connectors.unleash_answers import (
    environment_of_token,
    explained,
    gradual_rollout,
    strategies_of,
)
from cockpit.domain.message import message
from cockpit.ports.clock import Clock
from cockpit.ports.errors import Refusal, RefusedError, UnreachableError
from cockpit.ports.flags import FlagControl, FlagEvent, FlagState, ServedFlag
from cockpit.ports.sources import Auth, Contact, SourceSettings

EVENTS_A_PAGE_COUNT = 1000
EVENT_PAGES_COUNT = 10
UNCHANGED_STATUS = 304


class Place(Struct, frozen=True):
    """Where the flags live: a project and one of its environments."""

    project: str
    environment: str


class Told(Struct, frozen=True):
    """What clients were told the last time, and the tag that asks whether it still holds."""

    tag: str
    flags: Mapping[str, tuple[bool, float | None]]
    revision: int | None


class Unleash:
    """The flags of one project and environment.

    `admin` asks the admin API. `clients` asks what clients are told; without it nothing can be
    proved. `token_environment` is the one that the client token itself names.
    """

    def __init__(
        self,
        admin: Client,
        clients: Client | None,
        place: Place,
        token_environment: str | None = None,
    ) -> None:
        self._admin = admin
        self._clients = clients
        self._place = place
        self._token_environment = token_environment
        self._told: Told | None = None

    def list_flags(self) -> tuple[FlagState, ...]:
        """Return all flags of the environment; this list tells no percentages.

        An unknown project is answered with an empty list.
        """
        reply = self._admin.get(f"{self._project_path()}/features")
        found = []
        with reply.reading():
            features = items(record(reply.json(), "{}").get("features"), "features")
            for item in features:
                feature = record(item, "features")
                for place in items(feature.get("environments"), "environments"):
                    fields = record(place, "environments")
                    if text(fields, "name") == self._place.environment:
                        found.append(self._listed(feature, fields))
        if features and not found:
            raise self._no_environment()
        return tuple(found)

    def read(self, flag: str) -> FlagState:
        """Return the flag as the admin API has it now; an archived flag is refused."""
        return self._read(flag)[0]

    def served(self, flag: str) -> ServedFlag:
        """Return the flag as clients are told now, which is up to a second late."""
        if self._clients is None:
            raise RefusedError(
                message(FlagCode.NO_CLIENT_TOKEN, source=self._admin.source),
                Refusal.TOKEN_UNKNOWN,
            )
        told = self._told
        tag: Pairs = (("If-None-Match", told.tag),) if told and told.tag else ()
        reply = self._clients.get("/api/client/features", headers=tag)
        if reply.status != UNCHANGED_STATUS or told is None:
            with reply.reading():
                told = self._told = self._heard(reply)
        enabled, exposure_pct = told.flags.get(flag, (False, None))
        return ServedFlag(flag, enabled, exposure_pct, told.revision, reply.contact)

    def turn_off(self, flag: str, *, operation_id: str) -> None:
        """Switch the flag off; Unleash does nothing, and records nothing, when it is off."""
        self._switch(flag, "off", operation_id)

    def turn_on(self, flag: str, *, operation_id: str) -> None:
        """Switch the flag on; refused here when that would create a rollout to everybody."""
        state, _strategy_id = self._read(flag)
        if not state.has_strategies:
            raise self._refusal(FlagCode.NO_STRATEGY, flag)
        self._switch(flag, "on", operation_id)

    def set_exposure(self, flag: str, exposure_pct: float, *, operation_id: str) -> None:
        """Set the percentage of the one gradual rollout; whole percents only, as Unleash has it."""
        if not 0 <= exposure_pct <= 100 or exposure_pct != int(exposure_pct):  # noqa: PLR2004 - %
            raise self._refusal(FlagCode.BAD_EXPOSURE, flag)
        _state, strategy_id = self._read(flag)
        if strategy_id is None:
            raise self._refusal(FlagCode.NO_SINGLE_ROLLOUT, flag)
        change = {"op": "replace", "path": "/parameters/rollout", "value": str(int(exposure_pct))}
        strategy = segment(strategy_id, self._admin.source)
        reply = self._admin.patch(
            f"{self._flag_path(flag)}/strategies/{strategy}",
            json.dumps([change]).encode("ascii"),
            headers=(("X-Request-Id", operation_id),),
        )
        reply.must_not_be_a_page()

    def events(self, flag: str, *, since: datetime) -> tuple[FlagEvent, ...]:
        """Return the changes to the flag in our environment, and those to the flag as a whole."""
        found: list[FlagEvent] = []
        for reply in self._event_pages(flag, since):
            with reply.reading():
                listed = items(record(reply.json(), "{}").get("events"), "events")
                found += [_event(record(item, "events")) for item in listed]
            if len(listed) < EVENTS_A_PAGE_COUNT:
                break
        ours = (None, self._place.environment)
        return tuple(
            sorted(
                (
                    event
                    for event in found
                    if event.flag == flag and event.environment in ours and event.at >= since
                ),
                key=lambda event: event.event_id,
            )
        )

    def own_name(self) -> str | None:
        """Return whom the server names for our token: the e-mail if there is one, else the name.

        Unleash writes events in the same order; a token of nobody goes by its own name (measured).
        """
        user, _contact = self._who()
        with_mail = text_or_none(user, "email")
        return with_mail or text_or_none(user, "username") or None

    def warm(self) -> Contact:
        """Ask who we are, which needs token and database; the health page needs neither."""
        _user, contact = self._who()
        return contact

    def close(self) -> None:
        """Give the connections back; both APIs share them."""
        self._admin.close()

    def _who(self) -> tuple[dict[str, object], Contact]:
        reply = self._admin.get("/api/admin/user")
        with reply.reading():
            return record(record(reply.json(), "{}").get("user"), "user"), reply.contact

    def _read(self, flag: str) -> tuple[FlagState, str | None]:
        """Return the state, and the id of the one gradual rollout.

        The page of the one environment is shorter, but it hides segments, and shows an archived
        flag as if it were live.
        """
        reply = self._admin.get(f"{self._project_path()}/features/{self._segment(flag)}")
        with reply.reading():
            feature = record(reply.json(), "{}")
            if text(feature, "name") != flag:
                raise ShapeError(field="name")
            for place in items(feature.get("environments"), "environments"):
                fields = record(place, "environments")
                if text(fields, "name") == self._place.environment:
                    return self._state(flag, fields)
        raise self._no_environment()

    def _state(self, flag: str, fields: dict[str, object]) -> tuple[FlagState, str | None]:
        strategies = strategies_of(fields)
        strategy_id, exposure_pct = gradual_rollout(strategies) or (None, None)
        state = FlagState(
            flag,
            self._place.environment,
            enabled=truth(fields, "enabled"),
            exposure_pct=exposure_pct,
            has_strategies=any(strategy.get("disabled") is not True for strategy in strategies),
        )
        return state, strategy_id

    def _no_environment(self) -> RefusedError:
        missing = message(FlagCode.NO_ENVIRONMENT, source=self._admin.source)
        return RefusedError(missing, Refusal.NOT_FOUND)

    def _switch(self, flag: str, to: str, operation_id: str) -> None:
        headers = (("X-Request-Id", operation_id),)
        self._admin.post(f"{self._flag_path(flag)}/{to}", headers=headers).must_not_be_a_page()

    def _listed(self, feature: dict[str, object], place: dict[str, object]) -> FlagState:
        key = "hasEnabledStrategies" if "hasEnabledStrategies" in place else "hasStrategies"
        return FlagState(
            text(feature, "name"),
            self._place.environment,
            enabled=truth(place, "enabled"),
            exposure_pct=None,
            has_strategies=truth(place, key),
        )

    def _heard(self, reply: Reply) -> Told:
        fields = record(reply.json(), "{}")
        self._must_be_ours(record(fields.get("query") or {}, "query"), reply)
        flags = {}
        for item in items(fields.get("features"), "features"):
            feature = record(item, "features")
            _id, exposure_pct = gradual_rollout(strategies_of(feature)) or (None, None)
            flags[text(feature, "name")] = (truth(feature, "enabled"), exposure_pct)
        meta = record(fields.get("meta") or {}, "meta")
        revision = whole(meta, "revisionId") if "revisionId" in meta else None
        return Told(reply.headers.get("etag", ""), flags, revision)

    def _must_be_ours(self, query: dict[str, object], reply: Reply) -> None:
        """Refuse an answer about another place: there, our flag would look switched off."""
        environment = text_or_none(query, "environment") or self._token_environment
        if environment != self._place.environment:
            raise reply.bad(FlagCode.OTHER_ENVIRONMENT_SERVED)
        projects = query.get("project")
        if projects is not None and not {"*", self._place.project} & set(
            map(str, items(projects, "project"))
        ):
            raise reply.bad(FlagCode.OTHER_PROJECT_SERVED)

    def _event_pages(self, flag: str, since: datetime) -> Iterator[Reply]:
        wanted = (
            ("feature", f"IS:{flag}"),
            ("from", f"IS:{since.astimezone(UTC):%Y-%m-%d}"),
            ("limit", str(EVENTS_A_PAGE_COUNT)),
        )
        try:
            yield self._admin.get("/api/admin/search/events", wanted)
        except RefusedError as error:
            if error.message.code != FlagCode.NO_PATH:
                raise
            # Servers before 5.x have no search; this page holds everything.
            yield self._admin.get(f"/api/admin/events/{self._segment(flag)}")
            return
        for page in range(1, EVENT_PAGES_COUNT):
            offset = (("offset", str(page * EVENTS_A_PAGE_COUNT)),)
            yield self._admin.get("/api/admin/search/events", (*wanted, *offset))

    def _project_path(self) -> str:
        return f"/api/admin/projects/{self._segment(self._place.project)}"

    def _flag_path(self, flag: str) -> str:
        environment = self._segment(self._place.environment)
        return f"{self._project_path()}/features/{self._segment(flag)}/environments/{environment}"

    def _segment(self, name: str) -> str:
        return segment(name, self._admin.source, FlagCode.BAD_NAME)

    def _refusal(self, code: FlagCode, flag: str) -> RefusedError:
        return RefusedError(
            message(code, source=self._admin.source, flag=flag), Refusal.BAD_REQUEST
        )


def _event(fields: dict[str, object]) -> FlagEvent:
    try:
        at = datetime.fromisoformat(text(fields, "createdAt"))
    except ValueError:
        raise ShapeError(field="createdAt") from None
    if at.tzinfo is None:
        raise ShapeError(field="createdAt")
    return FlagEvent(
        event_id=whole(fields, "id"),
        kind=text(fields, "type"),
        flag=text_or_none(fields, "featureName") or "",
        environment=text_or_none(fields, "environment"),
        by=text_or_none(fields, "createdBy") or "",
        at=at.astimezone(UTC),
    )


def connect(settings: SourceSettings, clock: Clock) -> FlagControl:
    """Open the Unleash at `settings.url`; nothing is sent yet.

    The options `project` and `environment` must be there. The tokens go out as they are, which
    every version takes, unless the settings say how else.
    """
    options = dict(settings.options)
    for option in ("project", "environment"):
        if not options.get(option):
            raise UnreachableError(
                message(SettingsCode.OPTION, source=settings.name, option=option)
            )
    if settings.auth is Auth.NONE:
        settings = replace(settings, auth=Auth.HEADERS)
    admin = open_client(settings, clock, explain=explained)
    clients = token_environment = None
    if settings.client_token is not None:
        clients = with_token(admin, replace(settings, token=settings.client_token))
        token_environment = environment_of_token(settings.client_token)
    place = Place(options["project"], options["environment"])
    return Unleash(admin, clients, place, token_environment)


FLAGS.add("unleash", connect)
