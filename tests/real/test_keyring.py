"""Secrets in a real Secret Service: kept, locked, and gone."""

import sys
from pathlib import Path
from subprocess import CompletedProcess

from cockpit.host.codes import HostCode
from tests.kit.real.fixtures import RunWithSecretService

ROOT = Path(__file__).parents[2]
BEFORE = """
import os
os.environ.pop("PYTHON_KEYRING_BACKEND", None)
from cockpit.host.secret_store import KeyringSecrets
from cockpit.host.signer import open_signer
from cockpit.ports.secrets import SecretsError
secrets = KeyringSecrets()
origin = "https://unleash.shop.test:443"
def told(action):
    try:
        return action()
    except SecretsError as error:
        return error.message.code
"""


def said(run: RunWithSecretService, program: str, **options: object) -> list[str]:
    command = [sys.executable, "-X", "utf8", "-c", BEFORE + program]
    done: CompletedProcess[str] = run(command, environment={"PYTHONPATH": str(ROOT)}, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_secret_is_kept_read_and_forgotten_in_any_language(
    with_secret_service: RunWithSecretService,
) -> None:
    program = """
print(secrets.read(origin, "관리자"))
secrets.write(origin, "관리자", "비밀-열쇠-1")
print(secrets.read(origin, "관리자"), secrets.read("https://other.test:443", "관리자"))
secrets.write(origin, "관리자", "둘째")
print(secrets.read(origin, "관리자"))
secrets.remove(origin, "관리자")
secrets.remove(origin, "관리자")
print(secrets.read(origin, "관리자"))
"""
    assert said(with_secret_service, program) == ["None", "비밀-열쇠-1 None", "둘째", "None"]


def test_a_secret_and_the_signing_key_outlive_the_service(
    with_secret_service: RunWithSecretService,
) -> None:
    program = """
signer, trouble = open_signer(secrets, "w1")
secrets.write(origin, "kept", "비밀")
signer.mark_used()
print(signer.key().public_key.hex(), trouble)
"""
    again = """
signer, trouble = open_signer(secrets, "w1")
print(signer.key().public_key.hex(), trouble)
print(signer.key().is_kept, signer.was_used, secrets.read(origin, "kept"))
"""
    first = said(with_secret_service, program)
    assert said(with_secret_service, again) == [*first, "True True 비밀"]


def test_a_locked_keyring_is_told_and_not_waited_for(
    with_secret_service: RunWithSecretService, tmp_path: Path
) -> None:
    program = """
import time
started_s = time.monotonic()
print(told(lambda: secrets.write(origin, "x", "y")))
signer, trouble = open_signer(secrets, "w1")
print(signer.key().is_kept, time.monotonic() - started_s < 12)
"""
    first, *rest = said(with_secret_service, program, is_locked=True, folder=tmp_path)
    assert first in {HostCode.KEYRING_LOCKED, HostCode.KEYRING_SILENT}
    assert rest == ["False True"]


def test_a_service_that_was_killed_is_told(
    with_secret_service: RunWithSecretService, tmp_path: Path
) -> None:
    program = """
import signal
from pathlib import Path
secrets.write(origin, "x", "y")
killed = 0
for process in Path("/proc").glob("[0-9]*"):
    try:
        words = (process / "cmdline").read_bytes()
        status = (process / "status").read_text()
    except OSError:
        continue
    if words.startswith(b"gnome-keyring-daemon") and f"PPid:\\t{os.getppid()}\\n" in status:
        os.kill(int(process.name), signal.SIGKILL)
        killed += 1
print(killed)
print(told(lambda: secrets.read(origin, "x")))
"""
    killed, answer = said(with_secret_service, program, folder=tmp_path)
    assert killed == "1"
    assert answer in {
        HostCode.KEYRING_MISSING,
        HostCode.KEYRING_LOCKED,
        HostCode.KEYRING_SILENT,
        HostCode.KEYRING_FAILED,
    }
