"""The Go of a whole team, said in one breath: for tests that are about what comes after it."""

from collections.abc import Mapping
from pathlib import Path

from cockpit.app.gonogo import holders
from cockpit.bootstrap.cockpit import Cockpit, Surroundings
from cockpit.bootstrap.inline import Inline
from cockpit.bootstrap.secrets import session_store
from cockpit.bootstrap.workspace import opened_workspace
from cockpit.domain.message import Message

PERSON = "mina"


def say_go(workspace: Path, secrets: Mapping[str, str]) -> None:
    """Answer every question of the launch that goes on, let each role say Go, and deploy it.

    On this computer, as the variables of this process have it. Fails the test at whatever stands
    against it.
    """
    file = opened_workspace(workspace)
    surroundings = Surroundings(secrets=session_store(file.workspace, secrets), keys=None)
    told: list[Message] = []
    with Cockpit(file, PERSON, surroundings, told.append) as cockpit:
        inline = Inline(cockpit, lambda _event: None, told.append)
        for item in file.workspace.checklist:
            if item.check is None:
                refusal = inline.sign_offs.answer(
                    item.id,
                    "42/42",
                    accepts=True,
                    as_person=holders(file.workspace, item.role)[0],
                    seen=None,
                )
                assert refusal is None, refusal
        sheet = inline.look().gonogo
        assert sheet is not None
        for polled in sheet.poll:
            refusal = inline.sign_offs.sign(
                polled.role, as_person=polled.people[0], seen=inline.look()
            )
            assert refusal is None, refusal
        done = inline.launches.deployed()
        assert not isinstance(done, Message), done
