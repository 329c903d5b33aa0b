"""The Go/No-Go of the launch under way, written as a file that its journal's key has signed."""

import base64
from pathlib import Path

from msgspec import Struct

from cockpit.app.signoff_export import sign_off_of
from cockpit.bootstrap.cockpit import Cockpit
from cockpit.bootstrap.codes import SignOffNote
from cockpit.domain.message import Message, message
from cockpit.ports.signoff_file import SignOffFile
from cockpit.storage.signoff_file import signed_file, write_sign_off


class Exported(Struct, frozen=True):
    """What was written, and what has to be done before a pipeline can check it; None nothing."""

    said: SignOffFile
    todo: Message | None


def exported_sign_off(cockpit: Cockpit, version: str, target: Path) -> Exported | Message:
    """Write the sign-off file of the release that goes on, or return why not.

    A key that lives for this session alone signs nothing that travels. Raises `JournalError`,
    `SignOffFileError` and `OSError`.
    """
    launches = cockpit.launches()
    launch = launches.live()
    if launch is None:
        return message(SignOffNote.NONE_GOING_ON, version=version)
    if launch.version != version:
        return message(SignOffNote.NOT_GOING_ON, version=version, known=launch.version)
    signer = cockpit.vouchers().signer
    key = signer.key()
    if not key.is_kept:
        return message(SignOffNote.NO_KEY_KEPT)
    said = sign_off_of(
        launches.past(),
        launch,
        exported_by=cockpit.hand.person,
        now=cockpit.clock.now(),
        checkpoint=cockpit.vouched(),
    )
    if isinstance(said, Message):
        return said
    write_sign_off(target, signed_file(said, signer))
    public = base64.b64encode(key.public_key).decode()
    people = {one.id: one.public_key for one in cockpit.workspace.people}
    person = said.exported_by
    is_known = people.get(person) == public
    todo = None if is_known else message(SignOffNote.KEY_TO_ADD, person=person, key=public)
    return Exported(said, todo)
