"""Alerts from the command line: what the journal tells, putting one aside, rating it."""

import pytest
from msgspec.structs import replace

from cockpit.bootstrap.cockpit import Cockpit, Surroundings
from cockpit.bootstrap.workspace import opened_workspace
from cockpit.cli.exits import Exit
from cockpit.domain.alert_events import AlertRaised
from cockpit.domain.message import Message
from cockpit.host.session_secrets import SessionSecrets
from cockpit.simulator.simulation import Simulation
from tests.features.home import Home, home_at
from tests.kit.fakes_acting import NOON

pytestmark = pytest.mark.slow

TOLD = Message("alert.errors", (("above_ratio", 0.05), ("bad_ratio", 0.09), ("events_count", 500)))
ALERT = AlertRaised(
    alert_id="a1",
    key="flow:coupon",
    reason="slo",
    grade="act_now",
    finding="errors",
    since_at=NOON,
    told=TOLD,
    flow="coupon",
    way_out="flag_off",
    target="coupon_v2",
)


@pytest.fixture(scope="module")
def home(still: Simulation, tmp_path_factory: pytest.TempPathFactory) -> Home:
    return home_at(tmp_path_factory.mktemp("alerts"), still)


def record_alert(home: Home) -> None:
    """Write the alert as a cockpit on this computer would."""
    told: list[Message] = []
    with home.lived_in():
        surroundings = Surroundings(secrets=SessionSecrets(), keys=None)
        file = opened_workspace(home.file)
        with Cockpit(file, "mina", surroundings, told.append) as cockpit:
            cockpit.record(replace(ALERT, since_at=cockpit.clock.now()))


def test_an_alert_is_shown_put_aside_and_rated(home: Home) -> None:
    quiet = home.run("alerts")
    assert (quiet.status, quiet.out.splitlines()[0]) == (Exit.OK, "No alert goes on.")
    assert "'cockpit status'" in quiet.out.splitlines()[1], "nobody may have been looking"
    for words in (["shelve", "coupon", "--reason", "a"], ["rate", "coupon", "noise"]):
        refused = home.run("alerts", *words, as_="jun")
        assert refused.status == Exit.NO
        refused.check_is_plain()
    record_alert(home)
    loud = home.run("alerts", lang="ko")
    assert loud.status == Exit.NO
    assert "■ 지금 행동  쿠폰" in loud.out
    assert "→ coupon_v2 끄기" in loud.out
    loud.check_is_plain()
    done = home.run("alerts", "shelve", "coupon", "--minutes", "15", "--reason", "known", as_="jun")
    assert done.status == Exit.OK
    aside = home.run("alerts", "--json")
    assert aside.status == Exit.NO, "what is put aside has not gone away"
    (shown,) = aside.json["shelved"]
    assert (shown["shelving"]["by"], shown["shelving"]["reason"]) == ("jun", "known")
    assert home.run("alerts", "rate", "coupon", "useful", as_="sora").status == Exit.OK
    assert home.run("alerts", "unshelve", "flow:coupon", as_="jun").status == Exit.OK
    (back,) = home.run("alerts", "--json").json["alerts"]
    assert back["ratings"] == {"sora": True}
