"""A real flag server that hangs in the middle of an off: unknown at first, settled by a read later.

It lies apart from the loop, so that both are played at the same time.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.kit.real.parts import needed
from tests.kit.real.shop import (
    SWITCHED_OFF,
    TIMEOUT_S,
    Names,
    ShopFloor,
    events_of,
    kept,
    shop_floor,
)
from tests.kit.real.unleash import Unleash

NAMES = Names("hanging_release", "hanging_coupon", "hanging_checkout")


@pytest.fixture
def floor(real_unleash: Unleash, tmp_path: Path) -> Iterator[ShopFloor]:
    folder = tmp_path / "floor"
    folder.mkdir()
    with shop_floor(
        folder, unleash=real_unleash, prometheus=needed("prometheus"), names=NAMES
    ) as running:
        yield running


def test_an_off_at_a_server_that_hangs_is_unknown_and_settled_by_reading_later(
    floor: ShopFloor, tmp_path: Path
) -> None:
    # A token of her own: the server itself writes down who it was.
    token = floor.unleash.create_user("hanging-sora", "editor")
    workspace = tmp_path / "cockpit.yaml"
    text = floor.user.workspace.read_text(encoding="utf-8")
    workspace.write_text(text.replace(f"timeout_s: {TIMEOUT_S}", "timeout_s: 2"), encoding="utf-8")
    user = replace(
        floor.user,
        workspace=workspace,
        home=tmp_path,
        person="sora",
        secrets={**floor.user.secrets, "unleash-admin": token},
    )
    assert user.types("launch", "list").code == 0  # the journal begins before the server hangs
    server = floor.unleash
    with server.process.frozen():
        hanging = user.types("off", NAMES.checkout, "--no-wait", within_s=90.0)
        asked = user.types("status", "--json")
    assert hanging.code == 2, hanging.out + hanging.err
    (unknown,) = asked.json["snapshot"]["operations"]
    assert unknown["status"] == "unknown"
    server.wait_until_served(NAMES.checkout, is_on=False)
    left = user.types("unresolved", "list")
    assert left.code == 0, left.out + left.err
    export = tmp_path / "journal.jsonl"
    assert user.types("audit", "export", export).code == 0
    outcomes = kept(events_of(export), "operation.outcome")
    assert outcomes[0]["outcome"] == "unknown"
    assert (outcomes[-1]["outcome"], outcomes[-1]["settled_by"]) == ("confirmed", "start")
    offs = [one for one in server.events(NAMES.checkout) if one["type"] == SWITCHED_OFF]
    assert [one["createdBy"] for one in offs] == ["hanging-sora"]
    online = user.types("audit", "verify", "--online")
    assert "that the journal does not have" not in online.err
