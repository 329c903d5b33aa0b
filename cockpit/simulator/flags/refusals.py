"""How Unleash says no: status, name and sentence of each refusal, as measured on 8.2."""

from typing import NoReturn

from cockpit.simulator.flags.ids import Ids
from cockpit.simulator.web import Reply, json_reply


class RefusalError(Exception):
    """A refusal; `has_id` tells whether Unleash gives this one an id of its own."""

    def __init__(
        self,
        status: int,
        name: str,
        sentence: str,
        *,
        has_id: bool = False,
        detail: str | None = None,
        more: dict[str, object] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.name = name
        self.sentence = sentence
        self.has_id = has_id
        self.detail = detail or sentence
        self.more = more or {}


def refused(error: RefusalError, ids: Ids) -> Reply:
    """Return the answer that carries a refusal."""
    body: dict[str, object] = {"id": ids.uuid()} if error.has_id else {}
    body |= {"name": error.name, "message": error.sentence}
    body |= {"details": [{"message": error.detail}]} | error.more
    return json_reply(body, error.status)


def bare(message: str, status: int) -> Reply:
    """Return a refusal that is nothing but a sentence."""
    return json_reply({"message": message}, status)


def no_token() -> RefusalError:
    """Return the refusal of a request without a token."""
    login = "/auth/simple/login"
    text = (
        "You must log in to use Unleash. Your request had no authorization header, "
        f"so we could not authorize you. Try logging in at {login}"
    )
    more: dict[str, object] = {"path": login, "type": "password", "defaultHidden": False}
    return RefusalError(401, "AuthenticationRequired", text, has_id=True, more=more)


def bad_token() -> RefusalError:
    """Return the refusal of a token that the server does not know."""
    return RefusalError(401, "UnauthorizedError", "You must log in to use Unleash.", has_id=True)


def not_allowed(permission: str) -> RefusalError:
    """Return the refusal of a person who may not do that."""
    text = (
        "You don't have the required permissions to perform this operation. To perform this "
        f'action, you need the "{permission}" permission.'
    )
    more: dict[str, object] = {"permissions": [permission]}
    return RefusalError(403, "PermissionError", text, has_id=True, more=more)


def no_path(path: str) -> RefusalError:
    """Return the refusal of a path that the open edition does not have."""
    text = f"The path you were looking for ({path}) is not available."
    return RefusalError(404, "NotFoundError", text, has_id=True)


def elsewhere(flag: str, project: str, home: str | None) -> RefusalError:
    """Return the refusal of a flag that is not in a project; `home` is where it is."""
    text = f'There\'s no feature named "{flag}" in project "{project}"'
    hint = f', but there\'s a feature with that name in project "{home}"' if home else "."
    return RefusalError(404, "NotFoundError", text + hint)


def refuse_missing(sentence: str) -> NoReturn:
    """Refuse because something is not there."""
    raise RefusalError(404, "NotFoundError", sentence)


def archived() -> RefusalError:
    """Return the refusal of a change to an archived flag."""
    text = "Cannot perform this operation on archived features"
    return RefusalError(400, "ArchivedFeatureError", text)


def exists() -> RefusalError:
    """Return the refusal of a second flag of the same name."""
    return RefusalError(409, "NameExistsError", "A flag with that name already exists")


def refuse_data(detail: str) -> NoReturn:
    """Refuse because a body or a parameter has a wrong shape."""
    text = (
        "Request validation failed: your request body or params contain invalid data. "
        "Refer to the `details` list for more information."
    )
    raise RefusalError(400, "BadDataError", text, detail=detail)


def bad_content_type(given: str) -> RefusalError:
    """Return the refusal of a body that is not JSON."""
    text = (
        f"We do not accept the content-type you provided ({given}). Try using one of the "
        "content-types we do accept instead (application/json) and make sure the body is in "
        "the corresponding format."
    )
    return RefusalError(415, "ContentTypeError", text, has_id=True)
