"""From the sources of the workspace to open connectors, each with its own secrets only."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast
from urllib.parse import urlsplit

from msgspec import Struct

from cockpit.bootstrap.absent import Absent
from cockpit.bootstrap.codes import BootCode
from cockpit.bootstrap.late import LateSource
from cockpit.connectors.flags import FLAGS
from cockpit.connectors.metrics import METRICS
from cockpit.connectors.notify import CARRIERS
from cockpit.connectors.rollbacks import ROLLBACKS
from cockpit.domain.message import message
from cockpit.ports.clock import Clock
from cockpit.ports.errors import SourceError, UnreachableError
from cockpit.ports.flags import FlagControl
from cockpit.ports.metrics import MetricSource
from cockpit.ports.rollbacks import RollbackControl
from cockpit.ports.secrets import SecretsError
from cockpit.ports.sources import SourceSettings
from cockpit.ports.workspace import Source, Workspace
from cockpit.ports.workspace_channels import DESKTOP
from cockpit.ports.workspace_file import Kinds

PortT = TypeVar("PortT")

DEFAULT_PORTS = {"http": 80, "https": 443}


class Secrets(Protocol):
    """Where secrets are looked up: the keyring, or what was entered for this session."""

    def read(self, origin: str, name: str) -> str | None:
        """Return the secret kept for this origin and name, None when there is none."""
        ...


class Sources(Struct, frozen=True):
    """The connectors by the names of their sources; each is opened by its first call.

    One that cannot be opened is there all the same: every call to it says why.
    """

    metrics: Mapping[str, MetricSource]
    flags: Mapping[str, FlagControl]
    rollbacks: Mapping[str, RollbackControl]

    def close(self) -> None:
        """Give all connections back."""
        for source in (*self.metrics.values(), *self.flags.values(), *self.rollbacks.values()):
            cast("LateSource", source).close()


def kinds() -> Kinds:
    """Return the kinds of sources and channels that are known."""
    return Kinds(
        metrics=frozenset(METRICS.parts()),
        flags=frozenset(FLAGS.parts()),
        rollbacks=frozenset(ROLLBACKS.parts()),
        channels=frozenset({DESKTOP, *CARRIERS.parts()}),
    )


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address: what a secret is bound to."""
    parts = urlsplit(url)
    port = parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
    host = parts.hostname or ""
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}:{port}"


def connected(workspace: Workspace, folder: Path, secrets: Secrets, clock: Clock) -> Sources:
    """Return the connectors of the workspace; no secret is read yet, and nothing is sent.

    `folder` is the workspace file's: relative paths of certificates start there.
    """

    def opened(
        connect: Callable[[SourceSettings, Clock], object], name: str, source: Source
    ) -> object:
        try:
            return connect(_settings(name, source, folder, secrets), clock)
        except SourceError as error:
            return Absent(error)

    def all_of(known: Mapping[str, Callable[[SourceSettings, Clock], PortT]]) -> dict[str, PortT]:
        def late(name: str, source: Source) -> PortT:
            opening = partial(opened, known[source.kind], name, source)
            return cast("PortT", cast("Any", LateSource(opening)))

        return {
            name: late(name, source)
            for name, source in workspace.sources.items()
            if source.kind in known
        }

    return Sources(all_of(METRICS.parts()), all_of(FLAGS.parts()), all_of(ROLLBACKS.parts()))


def secret_of(name: str, url: str, secret: str | None, secrets: Secrets) -> str | None:
    """Return the secret that is kept for the origin of the address; None when none is named.

    Raises `UnreachableError` when it is not there, or when the keyring does not give it; `name` is
    that of the source.
    """
    if secret is None:
        return None
    origin = origin_of(url)
    try:
        found = secrets.read(origin, secret)
    except SecretsError as error:
        told = message(BootCode.NO_KEYRING_FOR, source=name, secret=secret, told=error.message)
        raise UnreachableError(told) from error
    if found is None:
        told = message(BootCode.NO_SECRET, source=name, secret=secret, origin=origin)
        raise UnreachableError(told)
    return found


def _settings(name: str, source: Source, folder: Path, secrets: Secrets) -> SourceSettings:
    def beside(path: str | None) -> str | None:
        return None if path is None else str(folder / path)

    options = (("project", source.project), ("environment", source.environment))
    return SourceSettings(
        name=name,
        kind=source.kind,
        url=source.url,
        auth=source.auth,
        user=source.user,
        token_header=source.token_header,
        token=secret_of(name, source.url, source.secret, secrets),
        client_token=secret_of(name, source.url, source.client_secret, secrets),
        headers=tuple(sorted(source.headers.items())),
        options=tuple((option, value) for option, value in options if value is not None),
        ca_file=beside(source.ca_file),
        client_cert=beside(source.client_cert),
        proxy=source.proxy,
        deadline_s=source.timeout_s,
    )
