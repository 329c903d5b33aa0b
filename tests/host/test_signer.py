"""The key that signs checkpoints is kept in the keyring, or says that it is not."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cockpit.domain.message import message
from cockpit.host.codes import HostCode
from cockpit.host.session_secrets import SessionSecrets
from cockpit.host.signer import ORIGIN, KeptSigner, SessionSigner, open_signer
from cockpit.ports.secrets import SecretsError, Signer


class BrokenSecrets(SessionSecrets):
    """Refuses whatever it is asked."""

    def read(self, origin: str, name: str) -> str | None:  # type: ignore[explicit-override]  # it refuses
        raise SecretsError(message(HostCode.KEYRING_LOCKED))


def check(signer: Signer) -> None:
    key = Ed25519PublicKey.from_public_bytes(signer.key().public_key)
    key.verify(signer.sign(b"a checkpoint"), b"a checkpoint")


def test_a_key_is_made_once_and_kept() -> None:
    secrets = SessionSecrets()
    first, trouble = open_signer(secrets, "w1")
    again, _trouble = open_signer(secrets, "w1")
    other, _trouble = open_signer(secrets, "w2")
    assert trouble is None
    assert first.key() == again.key() != other.key()
    assert first.key().is_kept
    check(first)


def test_a_key_counts_as_used_only_after_its_journal_stands() -> None:
    secrets = SessionSecrets()
    first, _trouble = open_signer(secrets, "w1")
    assert isinstance(first, KeptSigner)
    assert not first.was_used
    crashed, _trouble = open_signer(secrets, "w1")
    assert isinstance(crashed, KeptSigner)
    assert not crashed.was_used
    crashed.mark_used()
    crashed.mark_used()
    later, _trouble = open_signer(secrets, "w1")
    assert isinstance(later, KeptSigner)
    assert later.was_used
    assert later.key() == first.key()


def test_without_a_keyring_the_key_lives_for_the_session_and_says_why() -> None:
    signer, trouble = open_signer(BrokenSecrets(), "w1")
    assert not signer.key().is_kept
    assert trouble is not None
    assert trouble.code == HostCode.KEYRING_LOCKED
    check(signer)


def test_two_sessions_have_two_keys() -> None:
    assert SessionSigner().key() != SessionSigner().key()


@pytest.mark.parametrize("kept", ["", "used:", "used:!!", "used:AAAA", "nonsense"])
def test_a_key_that_cannot_be_read_is_not_replaced(kept: str) -> None:
    secrets = SessionSecrets()
    secrets.write(ORIGIN, "w1", kept)
    signer, trouble = open_signer(secrets, "w1")
    assert not signer.key().is_kept
    assert trouble is not None
    assert trouble.code == HostCode.KEY_UNREADABLE
    assert secrets.read(ORIGIN, "w1") == kept


def test_the_private_part_is_nowhere_in_a_printed_signer() -> None:
    secrets = SessionSecrets()
    signer, _trouble = open_signer(secrets, "w1")
    kept = secrets.read(ORIGIN, "w1")
    assert kept is not None
    assert kept.partition(":")[2] not in repr(signer) + repr(vars(signer))
