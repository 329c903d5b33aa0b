"""Who speaks for which role at this screen: nothing proves it, so it is marked self-declared."""

from collections.abc import Sequence


class Speakers:
    """The person chosen for each role; by default whoever sits here, else the first who holds it.

    `me` is who sits here, None when that is not known.
    """

    def __init__(self, me: str | None) -> None:
        self._me = me
        self._chosen: dict[str, str] = {}

    def choose(self, role: str, person: str) -> None:
        """Let this person speak for the role from now on."""
        self._chosen[role] = person

    def of(self, role: str, people: Sequence[str]) -> str | None:
        """Return who speaks for the role; None when nobody holds it."""
        chosen = self._chosen.get(role)
        if chosen in people:
            return chosen
        if self._me in people:
            return self._me
        return people[0] if people else None

    def as_person(self, role: str, people: Sequence[str]) -> str | None:
        """Return in whose name to ask; None is that of whoever sits here."""
        person = self.of(role, people)
        return None if person == self._me else person
