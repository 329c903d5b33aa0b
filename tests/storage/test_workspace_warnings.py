"""A workspace that reads well may still be worth a second look."""

from pathlib import Path

import pytest

from cockpit.storage.workspace_warnings import warning_messages
from tests.storage.workspaces import GOOD, changed, places, read, tree

ROLLBACKS = "  rollbacks:\n    - {name: shop, source: deploy, service: shop-app, on_call: mina}\n"
QUESTION = "checklist:\n  - {id: e2e, role: qa, question: {ko: 통과?, en: Passed?}}\npeople:"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("    flag: coupon_v2\n", "", [("flow_without_flag", 15)]),
        (
            "guards: [coupon]",
            "guards: []",
            [("guard_not_mutual", 15), ("lever_guards_nothing", 31)],
        ),
        ("slo: {target: 0.97}", "slo: {target: 0.9}", [("never_fires", 20)]),
        ("target: 0.95, faster", "target: 0.8, period_days: 28, faster", [("never_fires", 21)]),
        (
            "    flag: coupon_v2\n",
            "    flag: coupon_v2\n    counts: attempts\n",
            [("retries_counted", 23)],
        ),
        ("    client_secret: unleash-client\n", "", [("no_client_secret", 5)]),
        ("  targets: [{flag: release, source: flags}]\n", "", [("no_target", 23)]),
        (ROLLBACKS, "", [("unused_source", 13), ("no_rollback", 29)]),
        ("journal: {anchor_folder: /mnt/anchors}\n", "", [("no_anchor", 1)]),
        ("people:", QUESTION, [("role_without_person", 35)]),
    ],
)
def test_it_is_said_and_stands_in_nobodys_way(
    tmp_path: Path, old: str, new: str, expected: list[tuple[str, int]]
) -> None:
    warnings = read(tmp_path, changed((old, new))).warnings
    found = [(code.removeprefix("warning."), line) for code, line, _ in places(warnings)]
    assert found == expected


def test_a_good_file_is_worth_no_second_look() -> None:
    assert list(warning_messages(tree(GOOD))) == []
