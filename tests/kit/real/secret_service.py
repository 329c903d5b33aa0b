"""A real Secret Service (gnome-keyring on a session bus of its own) around one command."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

PASSWORD = "a test's own password"

# $1 tells how the daemon is started; the rest is the command. The daemon ends with it.
SCRIPT = """
how=$1
shift
printf '%s' "$KEYRING_PASSWORD" |
    gnome-keyring-daemon --foreground "$how" --components=secrets >/dev/null 2>&1 &
keeper=$!
# The name is had a moment before the objects are; a call to a name that nobody has would start
# another daemon.
look() {
    dbus-send --session --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus \
        org.freedesktop.DBus.GetNameOwner string:org.freedesktop.secrets &&
        dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \
            org.freedesktop.Secret.Service.ReadAlias string:default
} >/dev/null 2>&1
tries=0
until look; do
    tries=$((tries + 1))
    [ $tries -gt 200 ] && exit 70
    sleep 0.05
done
"$@"
code=$?
kill $keeper
wait $keeper
exit $code
"""


def run_with_secret_service(
    command: Sequence[str | Path],
    folder: Path,
    *,
    is_locked: bool = False,
    environment: Mapping[str, str] | None = None,
    within_s: float = 30.0,
) -> subprocess.CompletedProcess[str]:
    """Run a command where a Secret Service answers, and return how it ended and what it said.

    What is kept stays in `folder` for the next run. A locked service has a keyring that
    nobody opens, as on a computer whose user logged in without a password.
    """
    if is_locked and not (folder / "keyrings" / "login.keyring").exists():
        _run("--unlock", ["true"], folder, {}, within_s).check_returncode()
    how = "--start" if is_locked else "--unlock"
    return _run(how, command, folder, environment or {}, within_s)


def _run(
    how: str,
    command: Sequence[str | Path],
    folder: Path,
    environment: Mapping[str, str],
    within_s: float,
) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory(prefix="cockpit-keyring-") as runtime:
        words = ["dbus-run-session", "--", "sh", "-c", SCRIPT, "keyring", how, *command]
        own = {
            "XDG_DATA_HOME": str(folder),
            "XDG_RUNTIME_DIR": runtime,
            "KEYRING_PASSWORD": PASSWORD,
        }
        child = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, **own, **environment},
            start_new_session=True,
        )
        try:
            out, error = child.communicate(timeout=within_s)
        finally:
            _end_group(child)
    return subprocess.CompletedProcess(words, child.returncode, out, error)


def _end_group(child: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):  # all of it has ended
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
