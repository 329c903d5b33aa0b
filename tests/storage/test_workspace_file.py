"""A workspace file is read whole, or refused with everything that is wrong."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cockpit.domain.message import message
from cockpit.ports.workspace_file import WorkspaceError
from cockpit.storage.workspace_codes import HintCode
from cockpit.storage.workspace_file import MAX_BYTES, policy_hash, read_workspace
from tests.storage.workspaces import GOOD, KINDS, changed, hints, places, put, read, refused

POSIX = pytest.mark.skipif(os.name != "posix", reason="the modes of files are POSIX's")


def test_a_good_file_becomes_a_workspace(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found.file == tmp_path / "cockpit.yaml"
    assert found.workspace.flows[0].slo.target == 0.97
    assert found.workspace.people[0].name == "김미나"
    assert found.warnings == ()


def test_windows_and_old_macs_may_have_written_it(tmp_path: Path) -> None:
    windows = "\ufeff" + GOOD.replace("\n", "\r\n")
    assert read(tmp_path, windows).workspace == read(tmp_path, GOOD.replace("\n", "\r")).workspace


def test_words_of_yaml_stay_what_was_typed(tmp_path: Path) -> None:
    text = changed(
        ("name: 김미나", "name: no"),
        ("reason: holidays", "reason: 12:30"),
        ("service: shop-app,", "service: shop-app, to: 3.10,"),
    )
    workspace = read(tmp_path, text).workspace
    assert workspace.people[0].name == "no"
    assert workspace.rollout.freeze[0].reason == "12:30"
    assert workspace.levers.rollbacks[0].to == "3.10"


def test_the_hash_tells_content_not_notation(tmp_path: Path) -> None:
    plain = read(tmp_path)
    respelt = changed(("{name: shop-app}", "\n  # of the team\n  'name': \"shop-app\""))
    assert read(tmp_path, respelt).policy_hash == plain.policy_hash
    stricter = read(tmp_path, changed(("0.97", "0.98")))
    assert stricter.policy_hash != plain.policy_hash
    assert plain.policy_hash == policy_hash(plain.workspace)
    assert len(plain.policy_hash) == 64


def test_a_workspace_keeps_its_hash_from_version_to_version(tmp_path: Path) -> None:
    # What was signed under an older version stays signed for the same policy.
    text = (
        "service: {name: shop-app}\n"
        "sources: {metrics: {kind: prometheus, url: 'https://p.example.com/'}}\n"
        "flows:\n"
        " - {name: cart, source: metrics, events: a, good: b, slo: {target: '0.99'}}\n"
        "rollout:\n"
        "  second_person: off\n"
        "  check_split: no\n"
        "  freeze:\n"
        "    - {start: '2026-12-24T00:00:00+09:00', end: 2026-12-26T00:00Z, reason: ' x y '}\n"
        "links: {a: 'http://a.example/b//'}\n"
        "alerts:\n"
        "  thresholds: {errors: {above_ratio: 0.05, clear_below_ratio: 0.03}}\n"
        "  channels: {a: {kind: desktop}}\n"
    )
    known = "e38bed2d4adeadd25f257de0424cbb06fde6874b94ea7836cf582c9509057f5f"
    assert read(tmp_path, text).policy_hash == known


def test_a_line_that_is_wrong_twice_in_one_way_is_told_once(tmp_path: Path) -> None:
    place = put(tmp_path, "version: 1\x00\x01\nservice: \x02\n")
    with pytest.raises(WorkspaceError) as caught:
        read_workspace(place, KINDS)
    assert [told.value("line") for told in caught.value.messages] == [1, 2]


def test_everything_that_is_wrong_is_said_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = changed(
        ("version: 1", "version: 2\nextra: 1"),
        ("kind: prometheus", "kind: prometeus"),
        ("target: 0.97", "target: 97"),
        ("    flag: coupon_v2", "    flag: coupon_v3\n    lag: x"),
        ("[1, 5, 20, 100]", "[1, 5, 5, 50]"),
        ("guards: [coupon]", "guards: [cupon]"),
        ("on_call: mina", "on_call: nobody"),
    )
    assert places(refused(tmp_path, text)) == [
        ("too_big", 1, "version"),
        ("unknown_field", 2, "extra"),
        ("unknown_kind", 5, "sources.metrics.kind"),
        ("not_below", 21, "flows[0].slo.target"),
        ("no_such_lever", 23, "flows[0].flag"),
        ("unknown_field", 24, "flows[0].lag"),
        ("ladder_not_rising", 27, "rollout.ladder[2]"),
        ("ladder_not_complete", 27, "rollout.ladder[3]"),
        ("no_such_flow", 33, "levers.flags[0].guards[0]"),
        ("no_such_person", 35, "levers.rollbacks[0].on_call"),
    ]


def test_a_misspelt_name_is_answered_with_the_nearest(tmp_path: Path) -> None:
    text = changed(
        ("kind: prometheus", "kind: prometeus"),
        ("good:", "goood:"),
        ("guards: [coupon]", "guards: [cupon]"),
        ("owner: mina", "owner: zzz"),
    )
    assert hints(refused(tmp_path, text)) == [
        message(HintCode.NEAREST, name="prometheus"),
        message(HintCode.NEAREST, name="good"),
        message(HintCode.NEAREST, name="coupon"),
        message(HintCode.KNOWN, names="mina"),
    ]


def test_where_nothing_is_known_the_hint_says_so(tmp_path: Path) -> None:
    told = refused(tmp_path, changed(("people:\n  - {id: mina, name: 김미나, roles: [pm]}\n", "")))
    assert hints(told) == [message(HintCode.NONE)] * 2


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(b"", [("empty", None, None)], id="empty"),
        pytest.param(b"# nothing yet\n", [("empty", None, None)], id="comments"),
        pytest.param(b"~\n", [("empty", None, None)], id="null"),
        pytest.param(b"- a\n- b\n", [("no_sections", None, None)], id="a list"),
        pytest.param(b"just text", [("no_sections", None, None)], id="text"),
        pytest.param(b"{}", [("no_sections", None, None)], id="nothing in it"),
        pytest.param(b"a: 1\nb: \xff\xfe\n", [("not_utf8", 2, None)], id="another encoding"),
        pytest.param(b"a" * (MAX_BYTES + 1), [("too_large", None, None)], id="too large"),
    ],
)
def test_what_is_no_workspace_at_all_is_refused(
    tmp_path: Path, raw: bytes, expected: list[tuple[str, object, object]]
) -> None:
    assert places(refused(tmp_path, raw)) == expected


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError) as caught:
        read_workspace(tmp_path / "cockpit.yaml", KINDS)
    assert places(caught.value.messages) == [("not_found", None, None)]
    assert str(tmp_path) in str(caught.value.messages[0].value("file"))


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"workspace\.not_a_file"):
        read_workspace(tmp_path, KINDS)


def test_a_name_that_no_disk_can_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"workspace\.unreadable"):
        read_workspace(tmp_path / "a\0b", KINDS)


@POSIX
def test_a_file_that_anybody_may_change_is_not_read(tmp_path: Path) -> None:
    file = put(tmp_path)
    file.chmod(0o666)
    with pytest.raises(WorkspaceError, match=r"workspace\.world_writable"):
        read_workspace(file, KINDS)
    file.chmod(0o664)
    read_workspace(file, KINDS)


@POSIX
def test_a_pipe_is_never_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "cockpit.yaml"
    os.mkfifo(pipe)
    with pytest.raises(WorkspaceError, match=r"workspace\.not_a_file"):
        read_workspace(pipe, KINDS)


@pytest.mark.slow
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.data())
def test_however_a_file_is_damaged_the_answer_is_a_workspace_or_messages(
    tmp_path: Path, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, min(len(GOOD), start + 40)))
    text = GOOD[:start] + data.draw(st.text(max_size=20)) + GOOD[end:]
    try:
        outcome: object = read(tmp_path, text.encode("utf-8", "surrogatepass")).workspace
    except WorkspaceError as error:
        outcome = error.messages
    assert outcome
