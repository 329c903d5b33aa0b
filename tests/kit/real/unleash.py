"""A real Unleash on a PostgreSQL of its own, with the calls that tests need."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

from tests.kit.real.postgres import running_postgres
from tests.kit.real.process import Process, answers, free_port

READY_WITHIN_S = 60.0
ADMIN_TOKEN = "*:*.cockpit-test-admin"
CLIENT_TOKENS = {
    "development": "default:development.cockpit-test-client",
    "production": "default:production.cockpit-test-client",
}
PROJECT = "default"
ROLE_IDS = {"admin": 1, "editor": 2, "viewer": 3}


class Unleash:
    """A running Unleash. Flags live in project `default`; every test makes its own."""

    admin_token = ADMIN_TOKEN
    client_tokens = CLIENT_TOKENS
    project = PROJECT

    def __init__(self, node: Path, script: Path, folder: Path, database: str) -> None:
        self._command = [node, script]
        self._folder = folder
        self._database = database
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self.process = self.start()

    def start(self) -> Process:
        """Start the server on its port and its database; wait until it is healthy."""
        environment = {
            "DATABASE_URL": self._database,
            "DATABASE_SSL": "false",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_PORT": str(self._port),
            "UNLEASH_URL": self.url,
            "NODE_ENV": "production",
            "LOG_LEVEL": "warn",
            "CHECK_VERSION": "false",
            "SEND_TELEMETRY": "false",
            "INIT_ADMIN_API_TOKENS": ADMIN_TOKEN,
            "INIT_CLIENT_API_TOKENS": ",".join(CLIENT_TOKENS.values()),
        }
        log = self._folder / "unleash.log"
        self.process = Process(self._command, log, environment=environment, folder=self._folder)
        try:
            self.process.wait_until(lambda: answers(f"{self.url}/health"), READY_WITHIN_S)
        except BaseException:
            self.process.kill()
            raise
        return self.process

    def stop(self) -> None:
        """End the server politely; `start` brings it back on the same port."""
        self.process.stop()

    def kill(self) -> None:
        """End the server at once; `start` brings it back on the same port."""
        self.process.kill()

    def create_flag(
        self,
        name: str,
        *,
        environment: str = "production",
        rollout_pct: int | None = 100,
        is_on: bool = True,
    ) -> str:
        """Make a flag with one gradual rollout and return the id of that strategy.

        With `rollout_pct=None` the flag has no strategy, and the id is empty.
        """
        self.call("POST", f"/api/admin/projects/{PROJECT}/features", {"name": name})
        strategy_id = ""
        if rollout_pct is not None:
            made = self.call(
                "POST",
                f"{self._flag(name, environment)}/strategies",
                {"name": "flexibleRollout", "parameters": _rollout(name, rollout_pct)},
            )
            strategy_id = str(made["id"])
        if is_on:
            self.turn_on(name, environment)
        return strategy_id

    def turn_on(self, name: str, environment: str = "production") -> None:
        """Switch the flag on in one environment."""
        self.call("POST", f"{self._flag(name, environment)}/on")

    def turn_off(self, name: str, environment: str = "production") -> None:
        """Switch the flag off in one environment."""
        self.call("POST", f"{self._flag(name, environment)}/off")

    def set_percentage(self, name: str, rollout_pct: int, environment: str = "production") -> None:
        """Give the first strategy of the flag another percentage."""
        strategy = self.flag(name, environment)["strategies"][0]
        changes = [{"op": "replace", "path": "/parameters/rollout", "value": str(rollout_pct)}]
        address = f"{self._flag(name, environment)}/strategies/{strategy['id']}"
        self.call("PATCH", address, changes)

    def flag(self, name: str, environment: str = "production") -> dict[str, Any]:
        """Return the flag in one environment as the admin API has it."""
        found: dict[str, Any] = self.call("GET", self._flag(name, environment))
        return found

    def served_flag(self, name: str, environment: str = "production") -> dict[str, Any] | None:
        """Return the flag as clients get it; None when it is not served."""
        token = CLIENT_TOKENS[environment]
        features = self.call("GET", "/api/client/features", token=token)["features"]
        return next((feature for feature in features if feature["name"] == name), None)

    def wait_until_served(
        self, name: str, *, is_on: bool, environment: str = "production", within_s: float = 10.0
    ) -> None:
        """Wait until clients get the flag switched as told; the server is up to 1 s late."""

        def is_served() -> bool:
            feature = self.served_flag(name, environment)
            return feature is not None and feature["enabled"] == is_on

        self.process.wait_until(is_served, within_s)

    def events(self, name: str) -> list[dict[str, Any]]:
        """Return what happened to the flag, newest first."""
        address = f"/api/admin/search/events?feature=IS:{quote(name, safe='')}"
        found: list[dict[str, Any]] = self.call("GET", address)["events"]
        return found

    def create_user(self, name: str, role: str = "editor") -> str:
        """Make a user (role `admin`, `editor` or `viewer`) and return a token of her own."""
        password = f"{name}-Passw0rd!-of-a-test"
        who = {"username": name, "password": password, "rootRole": ROLE_IDS[role]}
        self.call("POST", "/api/admin/user-admin", {**who, "sendEmail": False})
        cookie = self._log_in(name, password)
        wish = {"description": f"test of {name}", "expiresAt": "2099-01-01T00:00:00.000Z"}
        made = self.call("POST", "/api/admin/user/tokens", wish, headers={"Cookie": cookie})
        return str(made["secret"])

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str = ADMIN_TOKEN,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Send one request and return the JSON of the answer, None when its body is empty.

        Raises urllib.error.HTTPError for a refusal. `headers` take the place of the token.
        """
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.url}{path}", data, method=method)  # noqa: S310 - our own address
        for name, value in (headers or {"Authorization": token}).items():
            request.add_header(name, value)
        if data is not None:
            request.add_header("Content-Type", "application/json")
        with urlopen(request, timeout=10) as answer:  # noqa: S310 - our own address
            text = answer.read()
        return json.loads(text) if text else None

    def _flag(self, name: str, environment: str) -> str:
        feature = f"/api/admin/projects/{PROJECT}/features/{quote(name, safe='')}"
        return f"{feature}/environments/{environment}"

    def _log_in(self, name: str, password: str) -> str:
        body = json.dumps({"username": name, "password": password}).encode()
        request = Request(f"{self.url}/auth/simple/login", body)  # noqa: S310 - our own address
        request.add_header("Content-Type", "application/json")
        with urlopen(request, timeout=10) as answer:  # noqa: S310 - our own address
            answer.read()  # the last byte comes when the session is stored
            return str(answer.headers["Set-Cookie"]).split(";", 1)[0]


@contextmanager
def running_unleash(
    *, node: Path, script: Path, postgres_programs: Path, folder: Path
) -> Iterator[Unleash]:
    """Run Unleash on a fresh database, and end both whatever happens."""
    with running_postgres(postgres_programs) as database:
        server = Unleash(node, script, folder, database)
        try:
            yield server
        finally:
            server.process.stop()


def _rollout(name: str, rollout_pct: int) -> dict[str, str]:
    return {"rollout": str(rollout_pct), "stickiness": "default", "groupId": name}
