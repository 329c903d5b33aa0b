"""Who may ask the flag server what, by token."""

from dataclasses import dataclass

from cockpit.simulator.flags import refusals
from cockpit.simulator.flags.settings import FlagSettings
from cockpit.simulator.flags.store import PROJECT, Author
from cockpit.simulator.web import Request

ADMIN = Author("admin", -42)
WRONG_KIND = "invalid token: expected a different token type for this endpoint"


class WrongTokenKindError(Exception):
    """A client's token on the admin API, or the other way round."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks on the admin API."""

    author: Author
    may_write: bool
    is_person: bool

    def need(self, permission: str, project: str) -> None:
        """Raise unless the caller may change something in the project.

        In the open edition a person has no rights in any project but the default one.
        """
        if not self.may_write or (self.is_person and project != PROJECT):
            raise refusals.not_allowed(permission)


class Access:
    """Knows the tokens."""

    def __init__(self, settings: FlagSettings) -> None:
        self._callers: dict[str, Caller] = {}
        for user_id, (token, person) in enumerate(settings.admin_tokens.items(), start=2):
            is_person = not token.startswith("*:")
            author = Author(person, user_id) if is_person else ADMIN
            self._callers[token] = Caller(author, may_write=True, is_person=is_person)
        viewer = Author("viewer@shop.example", 100)
        self._callers[settings.viewer_token] = Caller(viewer, may_write=False, is_person=True)
        development = settings.client_token.replace(":production.", ":development.")
        self._environments = {development: "development", settings.client_token: "production"}

    def caller(self, request: Request) -> Caller:
        """Return who asks on the admin API."""
        token = _token(request)
        if token in self._environments:
            raise WrongTokenKindError
        if token not in self._callers:
            raise refusals.bad_token()
        return self._callers[token]

    def environment(self, request: Request) -> str:
        """Return the environment whose clients ask."""
        token = _token(request)
        if token in self._callers:
            raise WrongTokenKindError
        if token not in self._environments:
            raise refusals.bad_token()
        return self._environments[token]


def _token(request: Request) -> str:
    given = request.headers.get("authorization", "")
    if not given:
        raise refusals.no_token()
    kind, _, rest = given.partition(" ")
    return rest if kind.lower() == "bearer" else given
