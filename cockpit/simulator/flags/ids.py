"""Identifiers of the kinds that Unleash makes, the same for the same seed."""

import threading
import uuid

import numpy as np

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ULID_LENGTH = 26


class Ids:
    """Makes identifiers; any thread may ask."""

    def __init__(self, seed: int) -> None:
        self._guard = threading.Lock()
        self._rng = np.random.default_rng([seed, 7])

    def ulid(self) -> str:
        """Return an id as strategies and transactions have it."""
        with self._guard:
            places = self._rng.integers(len(_LETTERS), size=_ULID_LENGTH - 2)
        return "01" + "".join(_LETTERS[place] for place in places)

    def uuid(self) -> str:
        """Return an id as errors have it."""
        with self._guard:
            return str(uuid.UUID(bytes=self._rng.bytes(16), version=4))
