"""What a refusal by Unleash means, and which failure leaves a doubt."""

import pytest

from cockpit.connectors.codes import FlagCode, SourceCode
from cockpit.ports.errors import Refusal, RefusedError, UnreachableError
from tests.connectors.near import failure
from tests.connectors.unleash_server import FLAG, refusal, unleash
from tests.kit.faulty import http

NEED = 'To perform this action, you need the "UPDATE_FEATURE_ENVIRONMENT" permission.'


SKIP = 'To perform this action, you need the "SKIP_CHANGE_REQUEST" permission.'


REFUSALS = [
    pytest.param(
        refusal(401, "AuthenticationRequired", "You must log in to use Unleash. Your request had"),
        (FlagCode.TOKEN_MISSING, Refusal.TOKEN_UNKNOWN),
        id="no token",
    ),
    pytest.param(
        refusal(401, "UnauthorizedError", "You must log in to use Unleash."),
        (FlagCode.TOKEN_UNKNOWN, Refusal.TOKEN_UNKNOWN),
        id="bad token",
    ),
    pytest.param(
        refusal(401, "", "This endpoint requires an API token."),
        (FlagCode.TOKEN_UNKNOWN, Refusal.TOKEN_UNKNOWN),
        id="bad client token",
    ),
    pytest.param(
        refusal(403, "PermissionError", NEED, permissions=["UPDATE_FEATURE_ENVIRONMENT"]),
        (FlagCode.NOT_ALLOWED, Refusal.NOT_ALLOWED),
        id="no right",
    ),
    pytest.param(
        refusal(403, "", "invalid token: expected a different token type for this endpoint"),
        (FlagCode.TOKEN_KIND, Refusal.NOT_ALLOWED),
        id="kind of token",
    ),
    pytest.param(
        refusal(403, "PermissionError", SKIP, permissions=["SKIP_CHANGE_REQUEST"]),
        (FlagCode.APPROVAL_NEEDED, Refusal.APPROVAL_NEEDED),
        id="approval",
    ),
    pytest.param(
        refusal(403, "PermissionError", SKIP),
        (FlagCode.APPROVAL_NEEDED, Refusal.APPROVAL_NEEDED),
        id="approval by sentence",
    ),
    pytest.param(
        refusal(
            404, "NotFoundError", 'There\'s no feature named "coupon_v2" in project "default".'
        ),
        (FlagCode.NO_FLAG, Refusal.NOT_FOUND),
        id="no flag",
    ),
    pytest.param(
        refusal(404, "NotFoundError", "Could not find environment production for feature: a"),
        (FlagCode.NO_ENVIRONMENT, Refusal.NOT_FOUND),
        id="no environment",
    ),
    pytest.param(
        refusal(404, "NotFoundError", "Could not find feature flag with name coupon_v2"),
        (FlagCode.ARCHIVED, Refusal.ARCHIVED),
        id="archived to read",
    ),
    pytest.param(
        refusal(
            404,
            "NotFoundError",
            'There\'s no feature named "a" in project "x", but there\'s a feature with that '
            'name in project "default"',
        ),
        (FlagCode.OTHER_PROJECT, Refusal.NOT_FOUND),
        id="another project",
    ),
    pytest.param(
        refusal(404, "NotFoundError", "The path you were looking for (x) is not available."),
        (FlagCode.NO_PATH, Refusal.NOT_FOUND),
        id="no path",
    ),
    pytest.param(
        http(b"<html>nginx</html>", status=404, kind="text/html"),
        (FlagCode.NO_PATH, Refusal.NOT_FOUND),
        id="a proxy's 404",
    ),
    pytest.param(
        refusal(400, "ArchivedFeatureError", "Cannot perform this operation on archived features"),
        (FlagCode.ARCHIVED, Refusal.ARCHIVED),
        id="archived",
    ),
    pytest.param(
        refusal(400, "BadDataError", "Request validation failed"),
        (SourceCode.BAD_REQUEST, Refusal.BAD_REQUEST),
        id="bad data",
    ),
    pytest.param(
        refusal(409, "NameExistsError", "x"), (FlagCode.CONFLICT, Refusal.CONFLICT), id="conflict"
    ),
    pytest.param(
        refusal(415, "ContentTypeError", "x"),
        (FlagCode.CONTENT_TYPE, Refusal.BAD_REQUEST),
        id="content type",
    ),
    pytest.param(
        refusal(503, "", "Unleash is currently in maintenance mode."),
        (FlagCode.READ_ONLY, Refusal.READ_ONLY),
        id="maintenance",
    ),
    pytest.param(http(b"{}", status=429), (SourceCode.TOO_MANY, Refusal.TOO_MANY), id="too many"),
    pytest.param(
        http(b"no", status=401), (SourceCode.TOKEN_UNKNOWN, Refusal.TOKEN_UNKNOWN), id="a proxy"
    ),
]


@pytest.mark.parametrize(("response", "meaning"), REFUSALS)
def test_a_refusal_is_told_by_its_reason_and_has_changed_nothing(
    response: bytes, meaning: tuple[FlagCode, Refusal]
) -> None:
    with unleash({f"POST {FLAG}/off": response}) as (flags, _server):
        error = failure(lambda: flags.turn_off("coupon_v2", operation_id="op-1"))
    assert isinstance(error, RefusedError)
    assert ((error.message.code, error.refusal), error.may_have_applied) == (meaning, False)


@pytest.mark.parametrize(
    "response",
    [
        refusal(500, "InternalError", "Knex: Timeout acquiring a connection"),
        http(b"<html>bad gateway</html>", status=502, kind="text/html"),
        http(b"upstream timed out", status=503),
        refusal(503, "", "no maintenance, but busy"),
    ],
    ids=["500", "502", "503 of a proxy", "another 503"],
)
def test_any_other_failure_may_have_applied(response: bytes) -> None:
    with unleash({f"POST {FLAG}/off": response}) as (flags, server):
        error = failure(lambda: flags.turn_off("coupon_v2", operation_id="op-1"))
    assert isinstance(error, UnreachableError)
    assert error.may_have_applied
    assert len(server.seen) == 1


def test_a_page_instead_of_an_empty_answer_may_have_applied() -> None:
    signed_out = http(b"<html>sign in</html>", kind="text/html")
    with unleash({f"POST {FLAG}/off": signed_out}) as (flags, _server):
        error = failure(lambda: flags.turn_off("coupon_v2", operation_id="op-1"))
    assert (error.message.code, error.may_have_applied) == (SourceCode.LOGIN_PAGE, True)
