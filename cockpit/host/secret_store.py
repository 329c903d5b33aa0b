"""Secrets in the keyring of this computer, and in no other place."""

import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from cockpit.domain.message import message
from cockpit.host.codes import HostCode
from cockpit.ports.secrets import SecretsError

if TYPE_CHECKING:  # reading keyring takes as long as the first figures: it is read when asked
    from keyring.backend import KeyringBackend

SERVICE = "release-cockpit"
DEADLINE_S = 5.0
WINDOWS_MAX_BYTES = 2_560
"""The longest secret of the Windows Credential Manager, in bytes of UTF-16 (wincred.h)."""

TRUSTED = frozenset(
    {
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.kwallet.DBusKeyringKWallet4",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.Windows.WinVaultKeyring",
    }
)
"""Backends that keep secrets encrypted by the system; others may write them into plain files."""

_WINDOWS = "keyring.backends.Windows.WinVaultKeyring"
_APPLE = "keyring.backends.macOS.api"

ResultT = TypeVar("ResultT")


def chosen() -> "KeyringBackend":
    """Return the backend that the keyring library has chosen.

    To choose, it imports all of them. The one for macOS is of no use elsewhere, but looks for
    Apple's libraries with `ldconfig` and the C compiler, in fifteen processes: it is told that
    they are not there.
    """
    import keyring

    if sys.platform != "darwin":
        # What `import` takes for "there is none", by the language reference.
        sys.modules.setdefault(_APPLE, None)  # type: ignore[arg-type]
    return keyring.get_keyring()


class KeyringSecrets:
    """Keeps secrets in the keyring under `origin|name`.

    `find_backend` returns the backend to ask. A keyring may wait for ever for a person to unlock
    it, so each call is made on a thread of its own that is left behind after `deadline_s`; while
    one is left, further calls fail at once.
    """

    def __init__(
        self,
        *,
        find_backend: "Callable[[], KeyringBackend]" = chosen,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self._find_backend = find_backend
        self._deadline_s = deadline_s
        self._is_stuck: Callable[[], bool] = lambda: False

    def read(self, origin: str, name: str) -> str | None:
        """Return the secret, or None when none is kept for this origin and name."""
        return self._asked(lambda backend: backend.get_password(SERVICE, _user(origin, name)))

    def write(self, origin: str, name: str, secret: str) -> None:
        """Keep the secret, and read it back to be sure."""
        user = _user(origin, name)

        def keep(backend: "KeyringBackend") -> bool:
            _check_length(backend, secret)
            backend.set_password(SERVICE, user, secret)
            return backend.get_password(SERVICE, user) == secret

        if not self._asked(keep):
            raise SecretsError(message(HostCode.KEYRING_FORGETS))

    def remove(self, origin: str, name: str) -> None:
        """Forget the secret; nothing happens when there is none."""
        user = _user(origin, name)

        def forget(backend: "KeyringBackend") -> None:
            # Backends differ in what they raise for a secret that is not there.
            if backend.get_password(SERVICE, user) is not None:
                backend.delete_password(SERVICE, user)

        self._asked(forget)

    def _asked(self, question: "Callable[[KeyringBackend], ResultT]") -> ResultT:
        """Return the keyring's answer, or raise `SecretsError`, within the deadline."""
        if self._is_stuck():
            raise SecretsError(message(HostCode.KEYRING_SILENT, waited_s=self._deadline_s))
        answers: list[ResultT] = []
        errors: list[Exception] = []

        def ask() -> None:
            try:
                answers.append(question(trusted(self._find_backend())))
            except Exception as error:  # noqa: BLE001 - backends raise what their systems raise
                errors.append(error)

        # A daemon: a keyring that never answers must not keep the program from ending.
        worker = threading.Thread(target=ask, name="keyring", daemon=True)  # noqa: TID251 - see above
        worker.start()
        worker.join(self._deadline_s)
        if answers:
            return answers[0]
        if errors:
            raise _told(errors[0]) from errors[0]
        self._is_stuck = worker.is_alive
        raise SecretsError(message(HostCode.KEYRING_SILENT, waited_s=self._deadline_s))


def trusted(backend: "KeyringBackend") -> "KeyringBackend":
    """Return the backend to use, or raise `SecretsError` when none of them is to be trusted."""
    from keyring.backends.chainer import ChainerBackend
    from keyring.backends.fail import Keyring as NoKeyring

    choice = list(backend.backends) if isinstance(backend, ChainerBackend) else [backend]
    for candidate in choice:
        if name_of(candidate) in TRUSTED:
            return candidate
    if isinstance(backend, NoKeyring) or not choice:
        raise SecretsError(message(HostCode.KEYRING_MISSING))
    raise SecretsError(message(HostCode.KEYRING_NOT_TRUSTED, backend=name_of(choice[0])))


def name_of(backend: "KeyringBackend") -> str:
    """Return the full name of a backend's class."""
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def _user(origin: str, name: str) -> str:
    return f"{origin}|{name}"


def _check_length(backend: "KeyringBackend", secret: str) -> None:
    size = len(secret.encode("utf-16-le"))
    if name_of(backend) == _WINDOWS and size > WINDOWS_MAX_BYTES:
        limit = WINDOWS_MAX_BYTES // 2
        raise SecretsError(message(HostCode.SECRET_TOO_LONG, limit_count=limit))


def _told(error: Exception) -> SecretsError:
    from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError

    match error:
        case SecretsError():
            return error
        case NoKeyringError():
            return SecretsError(message(HostCode.KEYRING_MISSING))
        case KeyringLocked() | InitError():
            return SecretsError(message(HostCode.KEYRING_LOCKED))
        case KeyringError():
            return SecretsError(message(HostCode.KEYRING_FAILED, reason=str(error)))
        case _:
            # Its text may hold what was to be kept: only its kind is told.
            return SecretsError(message(HostCode.KEYRING_FAILED, reason=type(error).__name__))
