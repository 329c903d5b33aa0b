import time

from cockpit.simulator.flags.client_view import ClientView
from cockpit.simulator.flags.ids import Ids
from cockpit.simulator.flags.store import Author, FlagStore

AUTHOR = Author("mina", 2)
DELAY_S = 0.2
DEADLINE_S = 5.0


def test_clients_see_a_change_late_but_not_later_than_the_delay() -> None:
    store = FlagStore(Ids(3), lambda: 0.0)
    store.create("pay", AUTHOR)
    view = ClientView(store, DELAY_S, seed=3)
    changed_at_s = time.monotonic()
    store.switch("pay", "production", AUTHOR, on=True)
    assert view.picture("production")["features"][0]["enabled"] is False
    while not view.picture("production")["features"][0]["enabled"]:
        assert time.monotonic() - changed_at_s < DEADLINE_S
    assert view.picture("production")["meta"]["revisionId"] == store.revision
    assert view.picture("development")["features"][0]["enabled"] is False


def test_changes_are_seen_in_the_order_in_which_they_were_made() -> None:
    store = FlagStore(Ids(1), lambda: 0.0)
    store.create("pay", AUTHOR)
    view = ClientView(store, 0.05, seed=1)
    for number in range(20):
        store.switch("pay", "production", AUTHOR, on=number % 2 == 0)
    started_at_s, revisions = time.monotonic(), [0]
    while revisions[-1] < store.revision:
        revisions.append(view.picture("production")["meta"]["revisionId"])
        assert time.monotonic() - started_at_s < DEADLINE_S
    assert revisions == sorted(revisions)
