"""Sources that misbehave in whatever way: told in a sentence, unknown, and never good news."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from cockpit.app.underway import Limits
from cockpit.bootstrap import cockpit as house
from cockpit.bootstrap.cockpit import Surroundings
from cockpit.cli import drive
from cockpit.host.clock import SystemClock
from cockpit.simulator.flags.store import Author
from cockpit.simulator.simulation import Simulation
from tests.features.home import Home, Said, addresses_of, home_at
from tests.kit.faulty import Behaviour, closed_port, faulty, http, saying
from tests.kit.faulty_ways import (
    SOUND,
    closing,
    cut_by_close,
    cut_by_length,
    deep,
    dripping_body,
    dripping_head,
    endless,
    gzip_bomb,
    half_open,
    hanging,
    many_headers,
    resetting,
    vector,
    wide,
)

pytestmark = pytest.mark.slow

HASTE_S, PATIENCE_S = 0.3, 5.0
"""How long a server is waited for that never answers, and one that answers on a busy computer."""

ANDROID = {"version": "3.1.4", "platform": "android"}


class Way(Struct, frozen=True):
    """How a metric server misbehaves; `seen` is what its source is then said to be."""

    name: str
    behave: Behaviour
    seen: str


def answering(body: bytes, status: int = 200, headers: str = "") -> Behaviour:
    return saying(http(body, status=status, headers=headers))


WAYS = [
    Way("hangs", hanging, "unreachable"),
    Way("drips its head", dripping_head, "unreachable"),
    Way("drips its body", dripping_body, "unreachable"),
    Way("half open", half_open, "unreachable"),
    Way("resets", resetting, "unreachable"),
    Way("closes", closing, "unreachable"),
    Way("cut by length", cut_by_length, "unreachable"),
    Way("cut by close", cut_by_close, "bad_answer"),
    Way("endless", endless, "bad_answer"),
    Way("endless headers", many_headers, "bad_answer"),
    Way("unpacks to much", gzip_bomb(64), "bad_answer"),
    Way("deep", answering(deep(200_000)), "bad_answer"),
    Way("huge", answering(wide(50_000)), "bad_answer"),
    Way("a page", saying(http(b"<html>sign in</html>", kind="text/html")), "bad_answer"),
    Way("not finite", answering(SOUND.replace(b"[]", b'[{"value":[1e400,"1"]}]')), "bad_answer"),
    Way("another shape", answering(b"null"), "bad_answer"),
    Way("elsewhere", answering(b"", 302, "Location: http://127.0.0.1:1/\r\n"), "bad_answer"),
    Way("broken", answering(b"oops", 500), "unreachable"),
    Way("token unknown", answering(b"{}", 401), "refused"),
    Way("token too weak", answering(b"{}", 403), "refused"),
    Way("too many questions", answering(b"{}", 429, "Retry-After: 9\r\n"), "refused"),
    Way("empty", answering(SOUND), "ok"),
    Way("not a number", answering(vector({"metric": ANDROID, "value": [1, "NaN"]})), "ok"),
    Way("with warnings", answering(vector(warnings=["partial response"])), "partial"),
]


@pytest.fixture(scope="module")
def place(lively: Simulation, tmp_path_factory: pytest.TempPathFactory) -> Home:
    return home_at(tmp_path_factory.mktemp("sources"), lively)


@pytest.fixture
def connect(place: Home, lively: Simulation) -> Iterator[Callable[..., Home]]:
    """Lend a way to connect the workspace to other addresses, with a short deadline."""
    whole = place.file.read_text(encoding="utf-8")

    def connected(timeout_s: float = HASTE_S, **others: str) -> Home:
        addresses = addresses_of(lively)
        for name, url in others.items():
            wanted = f"url: {url}\n    timeout_s: {timeout_s}"
            place.change((f"url: {addresses[name]}", wanted))
        return place

    yield connected
    place.file.write_text(whole, encoding="utf-8")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten what a person would wait for."""
    monkeypatch.setattr(drive, "RIGHT_NOW_S", 0.3)
    monkeypatch.setattr(house, "Surroundings", hasty)


def hasty(*, limits: Limits, **given: Any) -> Surroundings:
    """Return surroundings in which an effect is looked for in vain for a moment only."""
    return Surroundings(limits=replace(limits, read_back_s=0.3), **given)


def state_line(said: Said) -> str:
    """Return the line of the page that has the verdict."""
    return next(line for line in said.out.splitlines() if line[:1] in "●▲■◇")


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_a_metric_source_that_misbehaves_is_told_and_leaves_nothing_green(
    connect: Callable[..., Home], way: Way
) -> None:
    with faulty(way.behave) as server:
        timeout_s = HASTE_S if way.seen == "unreachable" else PATIENCE_S
        home = connect(timeout_s, metrics=server.url)
        lang, other = ("en", "ko") if WAYS.index(way) % 2 else ("ko", "en")
        found = home.run("status", "--json", lang=other)
        pages = [home.run("status", lang=lang)] if WAYS.index(way) % 3 == 0 else []
    for said in (*pages, found):
        said.check_is_plain()
        assert said.status == 2
    assert all(state_line(page).startswith("◇") for page in pages)
    snapshot = found.json["snapshot"]
    (source,) = [one for one in snapshot["sources"] if one["name"] == "metrics"]
    assert source["state"] == way.seen
    for flow in snapshot["flows"]:
        assert flow["state"] == "unknown"
        assert flow["success_ratio"] is None
        assert flow["messages"]
    # Flags are another source: what is known of them stays known.
    assert {one["state"] for one in snapshot["levers"]} == {"ok"}


def test_a_metric_source_that_is_down_is_named_by_check(connect: Callable[..., Home]) -> None:
    home = connect(metrics=f"http://127.0.0.1:{closed_port()}")
    for lang in ("en", "ko"):
        said = home.run("check", lang=lang)
        said.check_is_plain()
        assert said.status == 1
        assert "metrics" in said.err
        assert "● " in said.out  # the other sources are fine


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_launch_that_finds_no_baseline_says_what_is_wrong_with_the_metrics(
    connect: Callable[..., Home], lang: str
) -> None:
    with faulty(answering(b"{}", 401)) as server:
        home = connect(PATIENCE_S, metrics=server.url)
        said = home.run("launch", "new", "9.9.9", "--build", "1", lang=lang)
    said.check_is_plain()
    assert said.status == 1
    assert "metrics" in said.err
    assert "cockpit secret set" in said.err
    assert "--baseline" in said.err


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "way",
    [one for one in WAYS if one.seen not in {"ok", "partial"}][::7],
    ids=lambda w: w.name,
)
def test_an_off_that_no_server_takes_is_never_called_done(
    connect: Callable[..., Home], way: Way
) -> None:
    with faulty(way.behave) as server:
        home = connect(flags=server.url)
        said = home.run("off", "coupon_v2", "--no-wait", lang="ko")
    said.check_is_plain()
    assert said.status in {1, 2}
    assert "●" not in said.out
    assert said.err
    left = home.run("unresolved", "list", lang="ko")
    left.check_is_plain()
    assert left.status == 2 or said.status == 1


def test_a_flag_server_that_is_down_changes_nothing_and_says_so(
    connect: Callable[..., Home],
) -> None:
    home = connect(flags=f"http://127.0.0.1:{closed_port()}")
    page = home.run("status", "--json")
    assert {one["state"] for one in page.json["snapshot"]["levers"]} == {"unknown"}
    said = home.run("step", "1")
    said.check_is_plain()
    assert said.status == 1
    assert "●" not in said.text


@pytest.mark.parametrize(
    ("secrets", "status"),
    [
        ({"unleash-admin": "user:nobody-knows"}, 1),
        ({"unleash-admin": "user:viewer"}, 1),
    ],
    ids=["wrong", "too weak"],
)
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_token_that_may_not_switch_is_told(
    lively: Simulation, tmp_path: Path, secrets: dict[str, str], status: int, lang: str
) -> None:
    home = home_at(tmp_path, lively)
    assert home.secrets is not None
    home.secrets = {**home.secrets, **secrets}
    said = home.run("off", "checkout_v2", "--no-wait", lang=lang)
    said.check_is_plain()
    assert said.status == status
    assert "●" not in said.text
    assert secrets["unleash-admin"] not in said.text


def test_a_secret_that_was_not_given_takes_no_other_source_with_it(
    lively: Simulation, tmp_path: Path
) -> None:
    home = home_at(tmp_path, lively)
    assert home.secrets is not None
    home.secrets = {name: text for name, text in home.secrets.items() if name != "deploy"}
    said = home.run("check")
    said.check_is_plain()
    assert said.status == 1
    assert "cockpit secret set deploy" in said.err
    assert said.out.count("●") == 5


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_flag_that_the_server_does_not_know_is_named(
    lively: Simulation, tmp_path: Path, lang: str
) -> None:
    home = home_at(tmp_path, lively)
    home.change(("flag: checkout_v2", "flag: nowhere_v9"))
    checked = home.run("check", lang=lang)
    checked.check_is_plain()
    assert checked.status == 1
    assert "nowhere_v9" in checked.err
    said = home.run("off", "nowhere_v9", "--no-wait", lang=lang)
    said.check_is_plain()
    assert said.status in {1, 2}
    assert "●" not in said.text


def test_an_archived_flag_is_never_called_switched(lively: Simulation, tmp_path: Path) -> None:
    home = home_at(tmp_path, lively)
    store = lively.flag_server.store
    store.create("old_v1", Author("somebody", 1), kind="kill-switch", description="")
    store.archive("old_v1", Author("somebody", 1))
    home.change(("flag: checkout_v2", "flag: old_v1"))
    said = home.run("off", "old_v1", "--no-wait")
    said.check_is_plain()
    assert "archived" in home.run("check").err


def test_a_flag_server_in_maintenance_is_told(lively: Simulation, tmp_path: Path) -> None:
    home = home_at(tmp_path, lively)
    lively.maintain_flags(on=True)
    try:
        said = home.run("off", "search_ranking_v3", "--no-wait")
        known = home.run("off", "checkout_v2", "--no-wait", lang="ko")
    finally:
        lively.maintain_flags(on=False)
    assert said.status == 1
    known.check_is_plain()
    assert known.status in {0, 1, 2}


@pytest.mark.parametrize("shift_s", [-3_600.0, 3_600.0])
def test_a_clock_that_is_off_leaves_nothing_green(
    lively: Simulation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shift_s: float
) -> None:
    home = home_at(tmp_path, lively)

    def now(_self: SystemClock) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=shift_s)  # noqa: TID251 - a clock that is off

    monkeypatch.setattr(SystemClock, "now", now)
    page = home.run("status", lang="ko")
    said = home.run("status", "--json")
    checked = home.run("check")
    page.check_is_plain()
    assert checked.status == 1
    assert "Set both clocks right" in checked.err
    assert page.status == said.status == 2
    snapshot = said.json["snapshot"]
    (source,) = [one for one in snapshot["sources"] if one["name"] == "metrics"]
    assert source["state"] in {"skewed", "refused"}
    assert {flow["state"] for flow in snapshot["flows"]} == {"unknown"}
