"""The real servers as fixtures; a test that takes one is skipped, or fails, without the part."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, TypeAlias

import pytest

from tests.kit.real.parts import needed
from tests.kit.real.prometheus import Prometheus, running_prometheus
from tests.kit.real.secret_service import run_with_secret_service
from tests.kit.real.unleash import Unleash, running_unleash

StartPrometheus: TypeAlias = Callable[..., Prometheus]
RunWithSecretService: TypeAlias = Callable[..., CompletedProcess[str]]


@pytest.fixture(scope="session")
def real_unleash(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unleash]:
    """One Unleash for the whole run: it takes seconds to start. Name flags after their test."""
    with running_unleash(
        node=needed("node"),
        script=needed("unleash-server"),
        postgres_programs=needed("postgresql"),
        folder=tmp_path_factory.mktemp("unleash"),
    ) as server:
        yield server


@pytest.fixture
def start_prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartPrometheus]:
    """Start a Prometheus over some targets (see `running_prometheus`); each ends with the test."""
    program = needed("prometheus")
    with ExitStack() as stack:

        def start(targets: Sequence[str], **options: Any) -> Prometheus:
            folder: Path = tmp_path_factory.mktemp("prometheus")
            return stack.enter_context(running_prometheus(program, folder, targets, **options))

        yield start


@pytest.fixture
def with_secret_service(tmp_path_factory: pytest.TempPathFactory) -> RunWithSecretService:
    """Run a command where a real Secret Service answers (see `run_with_secret_service`)."""
    needed("gnome-keyring")
    return partial(run_with_secret_service, folder=tmp_path_factory.mktemp("keyring"))
