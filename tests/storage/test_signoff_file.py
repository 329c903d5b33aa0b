"""A sign-off file says what its person signed, and nothing else."""

import base64
import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cockpit.host.signer import SessionSigner
from cockpit.ports.signoff_file import (
    DrillSaid,
    ExceptionSaid,
    ItemSaid,
    RoleSaid,
    SignOffFile,
    SignOffFileError,
)
from cockpit.storage.canonical import canonical
from cockpit.storage.notes import origin_of, signed_note
from cockpit.storage.signoff_codes import SignOffCode
from cockpit.storage.signoff_file import MAX_BYTES, read_sign_off, signed_file, write_sign_off
from tests.kit.power.record import Say, each_cut, needs_a_record

SIGNER = SessionSigner()
KEYS = {"mina": base64.b64encode(SIGNER.key().public_key).decode()}
AT = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
CHECKPOINT = signed_note(origin_of("i1"), 12, b"\x01" * 32, AT, SIGNER)
SAID = SignOffFile(
    service="shop-app",
    version="3.2.0",
    build="320",
    role="pm",
    person="mina",
    is_go=True,
    policy_sha256="a" * 64,
    evidence_sha256="b" * 64,
    signed_at=AT,
    exported_by="mina",
    exported_at=AT,
    launch_id="l1",
    roles=(RoleSaid("qa", "sora", True, AT), RoleSaid("pm", "mina", True, AT)),
    answers=(ItemSaid("e2e", "qa", "sora", True, "42/42", "", AT),),
    exceptions=(ExceptionSaid("compared slow cart", 1.0, "mina", "쿠폰 사진", AT),),
    drills=(DrillSaid("rollback", "shop-app", AT),),
    checkpoint=CHECKPOINT,
)
WHOLE = signed_file(SAID, SIGNER)


def read(folder: Path, raw: bytes, keys: dict[str, str] = KEYS) -> SignOffFile:
    file = folder / "signoff.json"
    file.write_bytes(raw)
    return read_sign_off(file, keys)


def changed(**fields: Any) -> bytes:
    tree = {**json.loads(WHOLE), **fields}
    return canonical(dict(sorted(tree.items())))


def test_what_was_signed_is_read_again(tmp_path: Path) -> None:
    found = read(tmp_path, WHOLE)
    assert found == SAID
    assert found.fault is None
    assert (found.person, found.role, found.version, found.build) == ("mina", "pm", "3.2.0", "320")
    assert found.is_go
    assert found.signed_at == SAID.signed_at


@pytest.mark.parametrize(
    "fields",
    [{"version": "3.2.1"}, {"is_go": False}, {"policy_sha256": "c" * 64}, {"signature": "AAAA"}],
)
def test_a_change_breaks_the_signature(tmp_path: Path, fields: dict[str, Any]) -> None:
    fault = read(tmp_path, changed(**fields)).fault
    assert fault is not None
    assert fault.code == SignOffCode.NOT_SIGNED_BY


def test_a_person_without_a_key_or_with_another_proves_nothing(tmp_path: Path) -> None:
    other = base64.b64encode(SessionSigner().key().public_key).decode()
    for keys, code in (
        ({}, SignOffCode.NO_KEY),
        ({"mina": other}, SignOffCode.NOT_SIGNED_BY),
        ({"mina": "no key"}, SignOffCode.NOT_SIGNED_BY),
    ):
        fault = read(tmp_path, WHOLE, keys).fault
        assert fault is not None
        assert fault.code == code


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        changed(more="unsigned"),
        changed(format="release-cockpit/signoff/1"),
        changed(policy_sha256="short"),
        changed(signed_at="2026-11-28T09:00:00"),
        json.dumps(json.loads(WHOLE), indent=1).encode(),
        b"\xff\xfe",
    ],
)
def test_what_is_no_sign_off_is_refused(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(SignOffFileError) as caught:
        read(tmp_path, raw)
    assert caught.value.message.code == SignOffCode.NOT_ONE


def test_a_file_too_large_or_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SignOffFileError) as caught:
        read(tmp_path, b" " * (MAX_BYTES + 1))
    assert caught.value.message.code == SignOffCode.TOO_LARGE
    with pytest.raises(SignOffFileError) as caught:
        read_sign_off(tmp_path / "none", KEYS)
    assert caught.value.message.code == SignOffCode.UNREADABLE


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path: Path, raw: bytes) -> None:
    with suppress(SignOffFileError):
        assert read(tmp_path, raw).fault is not None


def test_a_checkpoint_of_another_journal_proves_nothing(tmp_path: Path) -> None:
    foreign = signed_note(origin_of("i1"), 12, b"\x01" * 32, AT, SessionSigner())
    for note in (foreign, "no note", ""):
        fault = read(tmp_path, signed_file(replace(SAID, checkpoint=note), SIGNER)).fault
        assert fault is not None
        assert fault.code == SignOffCode.NO_CHECKPOINT


def test_what_fits_into_no_file_is_refused() -> None:
    for said in (replace(SAID, policy_sha256=""), replace(SAID, version="3" * 201)):
        with pytest.raises(SignOffFileError) as caught:
            signed_file(said, SIGNER)
        assert caught.value.message.code == SignOffCode.NOT_WRITABLE


def test_a_file_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "cockpit.yaml"
    file.write_text("version: 1\n", encoding="utf-8")
    with pytest.raises(SignOffFileError) as refused:
        write_sign_off(file, b"{}")
    assert refused.value.message.code == SignOffCode.NOT_OURS
    assert file.read_text(encoding="utf-8") == "version: 1\n"


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "go.json"
    write_sign_off(target, WHOLE)
    assert read_sign_off(target, KEYS) == SAID
    with pytest.raises(OSError, match="none"):
        write_sign_off(tmp_path / "none" / "go.json", WHOLE)
    assert [one.name for one in tmp_path.iterdir()] == ["go.json"]


@needs_a_record
def test_a_sign_off_that_was_written_survives_a_power_cut(tmp_path: Path) -> None:
    def write(home: Path, say: Say) -> None:
        write_sign_off(home / "go.json", WHOLE)
        say("written", "")

    for _left, home in each_cut(tmp_path, write):
        assert read_sign_off(home / "go.json", KEYS) == SAID
