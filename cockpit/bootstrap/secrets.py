"""Where the secrets of this call come from."""

from collections.abc import Mapping

from cockpit.bootstrap.sources import origin_of
from cockpit.host.secret_store import KeyringSecrets
from cockpit.host.session_secrets import SessionSecrets
from cockpit.ports.secrets import SecretStore
from cockpit.ports.workspace import Workspace


def keyring_store() -> SecretStore:
    """Return the keyring of this computer."""
    return KeyringSecrets()


def session_store(workspace: Workspace, given: Mapping[str, str]) -> SecretStore:
    """Return secrets for this run alone, each bound to the origins of the sources that name it."""
    store = SessionSecrets()
    for name, secret in given.items():
        for origin in origins_of(workspace, name):
            store.write(origin, name, secret)
    return store


def origins_of(workspace: Workspace, name: str) -> tuple[str, ...]:
    """Return the origins of the sources and channels that name this secret."""
    urls = (url for secret, url in workspace.secrets if secret == name)
    return tuple(dict.fromkeys(origin_of(url) for url in urls))
