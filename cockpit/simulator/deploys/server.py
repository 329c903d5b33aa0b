"""The deploy server over HTTP."""

import re
from collections.abc import Callable

from cockpit.simulator.deploys.jobs import DeployBoard
from cockpit.simulator.web import Handler, Reply, Request, has_bearer, json_reply

_JOB = re.compile(r"/rollbacks/([^/]+)(/cancel)?")


def deploy_handler(board: DeployBoard, now_s: Callable[[], float], token: str) -> Handler:
    """Return the handler of the deploy server."""

    def answer(request: Request) -> Reply:
        if not has_bearer(request, token):
            return _refused(401, "unauthorized", "a bearer token is needed")
        match (request.method, request.path):
            case ("GET", "/deployments/current"):
                return json_reply(board.picture())
            case ("GET", "/rollbacks"):
                found = board.jobs(request.first("operation_id"))
                return json_reply({"rollbacks": [job.picture(now_s()) for job in found]})
            case ("POST", "/rollbacks"):
                return _start(board, now_s, request)
            case _:
                return _one(board, now_s, request)

    return answer


def _start(board: DeployBoard, now_s: Callable[[], float], request: Request) -> Reply:
    body = request.json_object()
    values = [body.get(name) for name in ("operation_id", "service", "to_version")]
    if not all(isinstance(value, str) and value for value in values):
        text = "operation_id, service and to_version are needed"
        return _refused(400, "bad_request", text)
    operation_id, service, to_version = (str(value) for value in values)
    if service != board.settings.service:
        return _refused(404, "not_found", f"no service named {service}")
    if to_version not in board.versions:
        return _refused(422, "unknown_version", f"{service} has no version {to_version}")
    try:
        job, is_new = board.start(operation_id, to_version)
    except LookupError as error:
        return _refused(409, "conflict", f"{error.args[0]} is still running")
    return json_reply(job.picture(now_s()), 202 if is_new else 200)


def _one(board: DeployBoard, now_s: Callable[[], float], request: Request) -> Reply:
    found = _JOB.fullmatch(request.path)
    job = board.job(found.group(1)) if found else None
    if found is None or job is None:
        return _refused(404, "not_found", "no such rollback")
    cancels = found.group(2) is not None
    if (request.method, cancels) not in {("GET", False), ("POST", True)}:
        return _refused(405, "method_not_allowed", f"{request.method} is not answered here")
    if cancels and not board.cancel(job):
        return _refused(409, "conflict", f"{job.job_id} has ended")
    return json_reply(job.picture(now_s()))


def _refused(status: int, code: str, message: str) -> Reply:
    return json_reply({"error": code, "message": message}, status)
