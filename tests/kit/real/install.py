"""Install the real parts that tests talk to: `python -m tests.kit.real.install`.

No service is started.

With the word `packages` it does only the half that needs root; see CONTRIBUTING.md.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic

from tests.kit.real import parts

NO_SERVICE = Path("/usr/sbin/policy-rc.d")
NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/release-cockpit.conf")
UNITS = {
    "prometheus": "prometheus.service",
    "alertmanager": "prometheus-alertmanager.service",
    "postgresql": "postgresql.service",
}


def main(words: Sequence[str]) -> int:
    """Install what is missing and say so in one line; return the exit code."""
    began_s = monotonic()
    wanted = parts.missing()
    if not wanted:
        return 0
    print(f"set-up: real parts for the tests: {', '.join(wanted)}", flush=True)
    install_packages([name for name in wanted if name in parts.DEBIAN_PACKAGES])
    if "packages" not in words:
        if parts.npm() is None:
            install_node()
        if parts.unleash() is None:
            install_unleash()
    print(f"set-up: real parts ready after {monotonic() - began_s:.1f} s", flush=True)
    return 0


def install_packages(names: Sequence[str]) -> None:
    """Install Debian packages; no service is started, no database cluster is made."""
    if not names:
        return
    apt = shutil.which("apt-get")
    if apt is None:
        sys.exit(f"Install these by hand, then try again: {', '.join(names)}")
    if os.geteuid() != 0:
        sys.exit(f"This needs root. Type this:\n  {parts.install_command()}")
    packages = [package for name in names for package in parts.DEBIAN_PACKAGES[name]]
    with ExitStack() as stack:
        stack.enter_context(_file_for_now(NO_SERVICE, "#!/bin/sh\nexit 101\n", mode=0o755))
        stack.enter_context(_file_for_now(NO_CLUSTER, "create_main_cluster = false\n", mode=0o644))
        _run([apt, "update", "-qq"])
        _run(
            [
                apt,
                "install",
                "-y",
                "-qq",
                "-o",
                "DPkg::Lock::Timeout=120",
                "--no-install-recommends",
                *packages,
            ]
        )
    if systemctl := shutil.which("systemctl"):
        units = [UNITS[name] for name in names if name in UNITS]
        subprocess.run([systemctl, "disable", "--quiet", *units], check=False, capture_output=True)


def install_node() -> None:
    """Put a Node.js of our own into the cache, for machines that have none that is new enough."""
    uv = Path(sys.executable).with_name("uv")
    lock = parts.REPOSITORY / "requirements-real.lock"
    with _new_folder(parts.cached_node_folder()) as folder:
        _run([uv, "pip", "install", "--quiet", "--require-hashes", "--target", folder, "-r", lock])


def install_unleash() -> None:
    """Put Unleash into the cache, exactly as `package-lock.json` has it."""
    npm = parts.npm()
    if npm is None:
        sys.exit("npm is missing, though it was installed a moment ago")
    with _new_folder(parts.unleash_folder()) as folder:
        shutil.copy(parts.HERE / "package.json", folder)
        lock = shutil.copy(parts.HERE / "package-lock.json", folder)
        quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
        _run([*npm, "ci", "--omit=dev", "--ignore-scripts", *quiet], folder)
        shutil.copy(lock, folder / "ready.json")


@contextmanager
def _file_for_now(path: Path, text: str, *, mode: int) -> Iterator[None]:
    """Write a file for as long as the block runs; one that was there before stays as it is."""
    if path.exists():
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _new_folder(final: Path) -> Iterator[Path]:
    """Give an empty folder, which takes the place of `final` when the block has ended well."""
    final.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=final.parent, prefix="new-") as name:
        made = Path(name, "made")
        made.mkdir()
        yield made
        shutil.rmtree(final, ignore_errors=True)
        made.rename(final)


def _run(command: Sequence[str | Path], folder: Path | None = None) -> None:
    done = subprocess.run(
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    )
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{(done.stdout + done.stderr)[-3000:]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
