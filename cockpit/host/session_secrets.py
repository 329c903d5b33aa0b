"""Secrets that live as long as this process: for machines without a keyring, demos and drills."""


class SessionSecrets:
    """Keeps secrets in memory alone; nothing is ever written anywhere."""

    def __init__(self) -> None:
        self._secrets: dict[tuple[str, str], str] = {}

    def read(self, origin: str, name: str) -> str | None:
        """Return the secret, or None when none is kept for this origin and name."""
        return self._secrets.get((origin, name))

    def write(self, origin: str, name: str, secret: str) -> None:
        """Keep the secret until the process ends."""
        self._secrets[origin, name] = secret

    def remove(self, origin: str, name: str) -> None:
        """Forget the secret; nothing happens when there is none."""
        self._secrets.pop((origin, name), None)
