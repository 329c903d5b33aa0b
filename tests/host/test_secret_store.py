"""Secrets go into a keyring that is trusted, answers in time, and gives them back."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import (
    InitError,
    KeyringError,
    KeyringLocked,
    NoKeyringError,
    PasswordDeleteError,
)
from typing_extensions import override

from cockpit.host.codes import HostCode
from cockpit.host.secret_store import TRUSTED, KeyringSecrets, name_of, trusted
from cockpit.host.session_secrets import SessionSecrets
from cockpit.ports.secrets import SecretsError, SecretStore

UNLEASH = "https://unleash.shop.test:443"
PROMETHEUS = "https://prometheus.shop.test:443"


class FakeKeyring(KeyringBackend):
    """A keyring in memory; `trouble` is raised instead of an answer."""

    def __init__(self, trouble: Exception | None = None) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.trouble = trouble

    @override
    def get_password(self, service: str, username: str) -> str | None:
        self._maybe_fail()
        return self.kept.get((service, username))

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self._maybe_fail()
        self.kept[service, username] = password

    @override
    def delete_password(self, service: str, username: str) -> None:
        self._maybe_fail()
        if (service, username) not in self.kept:
            msg = "no such password"
            raise PasswordDeleteError(msg)
        del self.kept[service, username]

    def _maybe_fail(self) -> None:
        if self.trouble is not None:
            raise self.trouble


def posing(name: str) -> type[FakeKeyring]:
    """Return a fake backend under the full name of a real one."""
    module, _dot, qualname = name.rpartition(".")
    made = type(qualname, (FakeKeyring,), {"__module__": module, "__qualname__": qualname})
    # The library lists every subclass: this one must not be found by others.
    KeyringBackend._classes.discard(made)
    return made


SecretService = posing("keyring.backends.SecretService.Keyring")
WinVault = posing("keyring.backends.Windows.WinVaultKeyring")
Plaintext = posing("keyrings.alt.file.PlaintextKeyring")
KeyringBackend._classes.discard(FakeKeyring)


def store(backend: KeyringBackend) -> KeyringSecrets:
    return KeyringSecrets(find_backend=lambda: backend)


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(SecretsError) as caught:
        action()
    return caught.value.message.code


@pytest.mark.parametrize("make", [SessionSecrets, lambda: store(SecretService())])
def test_a_secret_is_found_only_under_its_own_origin_and_name(
    make: Callable[[], SecretStore],
) -> None:
    secrets = make()
    secrets.write(UNLEASH, "admin", "비밀-1")
    assert secrets.read(UNLEASH, "admin") == "비밀-1"
    assert secrets.read(PROMETHEUS, "admin") is None
    assert secrets.read(UNLEASH, "client") is None
    secrets.write(UNLEASH, "admin", "second")
    assert secrets.read(UNLEASH, "admin") == "second"
    secrets.remove(UNLEASH, "admin")
    assert secrets.read(UNLEASH, "admin") is None
    secrets.remove(UNLEASH, "admin")


def test_secrets_stand_in_the_keyring_by_origin_and_name() -> None:
    backend = SecretService()
    store(backend).write(UNLEASH, "admin", "s3cret")
    assert backend.kept == {("release-cockpit", f"{UNLEASH}|admin"): "s3cret"}


def test_a_computer_without_a_keyring_is_told() -> None:
    assert code_of(lambda: store(NoKeyring()).read(UNLEASH, "x")) == HostCode.KEYRING_MISSING


@pytest.mark.parametrize("backend", [NullKeyring(), Plaintext()], ids=["null", "plain text"])
def test_a_backend_that_is_not_trusted_gets_nothing(backend: KeyringBackend) -> None:
    with pytest.raises(SecretsError) as caught:
        store(backend).write(UNLEASH, "x", "s3cret")
    told = caught.value.message
    assert (told.code, told.value("backend")) == (
        HostCode.KEYRING_NOT_TRUSTED,
        name_of(backend),
    )
    assert getattr(backend, "kept", {}) == {}


def chain_of(*links: KeyringBackend) -> ChainerBackend:
    made = type("Chain", (ChainerBackend,), {"backends": list(links)})
    KeyringBackend._classes.discard(made)
    return made()  # type: ignore[no-any-return]  # made above


def test_of_several_backends_the_first_trusted_one_is_used() -> None:
    plain, good = Plaintext(), SecretService()
    assert trusted(chain_of(plain, good)) is good
    assert code_of(lambda: trusted(chain_of(plain))) == HostCode.KEYRING_NOT_TRUSTED
    assert code_of(lambda: trusted(chain_of())) == HostCode.KEYRING_MISSING


def test_all_trusted_backends_exist_under_these_names() -> None:
    """The names are compared as text, so a renamed class would lock everybody out."""
    from importlib import import_module

    for name in TRUSTED:
        module, _dot, qualname = name.rpartition(".")
        assert hasattr(import_module(module), qualname)


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (NoKeyringError("no backend"), HostCode.KEYRING_MISSING),
        (KeyringLocked("locked"), HostCode.KEYRING_LOCKED),
        (InitError("Failed to create the collection: Prompt dismissed.."), HostCode.KEYRING_LOCKED),
        (KeyringError("broken"), HostCode.KEYRING_FAILED),
        (PasswordDeleteError("broken"), HostCode.KEYRING_FAILED),
        (OSError("bus gone"), HostCode.KEYRING_FAILED),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_what_a_keyring_reports_becomes_a_message(trouble: Exception, code: str) -> None:
    secrets = store(SecretService(trouble))
    assert code_of(lambda: secrets.read(UNLEASH, "x")) == code
    assert code_of(lambda: secrets.write(UNLEASH, "x", "y")) == code
    assert code_of(lambda: secrets.remove(UNLEASH, "x")) == code


def test_an_error_of_the_system_is_told_without_its_text() -> None:
    secrets = store(SecretService(ValueError("cannot store s3cret")))
    with pytest.raises(SecretsError) as caught:
        secrets.write(UNLEASH, "x", "s3cret")
    assert caught.value.message.value("reason") == "ValueError"


class Forgetful(SecretService):  # type: ignore[valid-type,misc]  # made at run time
    """Says yes and keeps nothing."""

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        return


Forgetful.__module__, Forgetful.__qualname__ = "keyring.backends.SecretService", "Keyring"
KeyringBackend._classes.discard(Forgetful)


def test_a_keyring_that_forgets_at_once_is_found_out() -> None:
    secrets = store(Forgetful())
    assert code_of(lambda: secrets.write(UNLEASH, "x", "y")) == HostCode.KEYRING_FORGETS


class Silent(SecretService):  # type: ignore[valid-type,misc]  # made at run time
    """Waits for somebody to unlock it until `answer` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.answer = threading.Event()

    @override
    def get_password(self, service: str, username: str) -> str | None:
        self.answer.wait(30)
        return "late"


Silent.__module__, Silent.__qualname__ = "keyring.backends.SecretService", "Keyring"
KeyringBackend._classes.discard(Silent)


def test_a_keyring_that_never_answers_is_not_waited_for() -> None:
    backend = Silent()
    secrets = KeyringSecrets(find_backend=lambda: backend, deadline_s=0.1)
    started_s = time.monotonic()
    assert code_of(lambda: secrets.read(UNLEASH, "x")) == HostCode.KEYRING_SILENT
    # While the first question still hangs, no second thread is spent on it.
    threads = threading.active_count()
    assert code_of(lambda: secrets.read(UNLEASH, "x")) == HostCode.KEYRING_SILENT
    assert threading.active_count() == threads
    assert time.monotonic() - started_s < 5
    backend.answer.set()
    deadline_s = time.monotonic() + 10
    while secrets._is_stuck() and time.monotonic() < deadline_s:
        threading.Event().wait(0.005)
    assert secrets.read(UNLEASH, "x") == "late"


@pytest.mark.parametrize(("length", "fits"), [(1280, True), (1281, False)])
def test_a_secret_too_long_for_windows_is_refused_in_plain_words(length: int, fits: bool) -> None:
    secrets = store(WinVault())
    if fits:
        secrets.write(UNLEASH, "x", "키" * length)
        assert secrets.read(UNLEASH, "x") == "키" * length
        return
    with pytest.raises(SecretsError) as caught:
        secrets.write(UNLEASH, "x", "a" * length)
    told = caught.value.message
    assert (told.code, told.value("limit_count")) == (HostCode.SECRET_TOO_LONG, 1280)
    assert secrets.read(UNLEASH, "x") is None


def test_elsewhere_a_secret_may_be_longer() -> None:
    secrets = store(SecretService())
    secrets.write(UNLEASH, "x", "a" * 5000)
    assert secrets.read(UNLEASH, "x") == "a" * 5000


CHOOSING = """
import sys
started = []
sys.addaudithook(lambda event, _: event == "subprocess.Popen" and started.append(event))
from {module} import {function}
{function}()
from keyring.backend import get_all_keyring
print(sorted(map(repr, map(type, get_all_keyring()))))
print(len(started))
"""


def offered(module: str, function: str) -> tuple[str, int]:
    """Return the backends to choose from after this choice, and how many processes it started."""
    done = subprocess.run(
        [sys.executable, "-c", CHOOSING.format(module=module, function=function)],
        env={name: text for name, text in os.environ.items() if name != "PYTHON_KEYRING_BACKEND"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    backends, started = done.stdout.splitlines()
    return backends, int(started)


@pytest.mark.slow
def test_choosing_a_backend_starts_no_process_and_loses_none() -> None:
    backends, started_count = offered("cockpit.host.secret_store", "chosen")
    assert backends == offered("keyring", "get_keyring")[0]
    assert started_count == 0
