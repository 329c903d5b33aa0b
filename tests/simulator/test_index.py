"""A selector names the series that its matchers accept, also those that came to light later."""

from hypothesis import given
from hypothesis import strategies as st

from cockpit.simulator.metrics import index
from cockpit.simulator.metrics.expression import Matcher
from cockpit.simulator.metrics.index import Index
from cockpit.simulator.shop.series import Catalogue

FLOWS, PLATFORMS = ("cart", "coupon"), ("android", "ios", "web")
SELECTORS = (
    (),
    (Matcher("flow", "=", "coupon"),),
    (Matcher("flow", "!=", "coupon"), Matcher("platform", "=~", "android|web")),
    (Matcher("platform", "!~", "a.*"),),
    (Matcher("reason", "=", ""),),
)


@given(
    st.lists(
        st.one_of(
            st.tuples(st.sampled_from(FLOWS), st.sampled_from(PLATFORMS)),
            st.sampled_from(SELECTORS),
        )
    )
)
def test_what_is_remembered_is_what_a_look_at_every_series_finds(
    steps: list[tuple[str, str] | tuple[Matcher, ...]],
) -> None:
    catalogue = Catalogue()
    made = Index(catalogue.series)
    catalogue.place("other", {"flow": "coupon"})
    for step in steps:
        match step:
            case (str() as flow, str() as platform):
                catalogue.place("attempts", {"flow": flow, "platform": platform})
            case matchers:
                assert made.places("attempts", matchers) == [
                    place
                    for place, series in enumerate(catalogue.series)
                    if series.name == "attempts"
                    and all(one.accepts(dict(series.labels)) for one in matchers)
                ]
    assert made.places("nobody counts this") == []


def test_a_series_has_its_name_and_what_a_scrape_adds_among_its_labels() -> None:
    catalogue = Catalogue()
    place = catalogue.place("attempts", {"flow": "cart", "platform": ""})
    assert Index(catalogue.series).labels(place) == {
        "__name__": "attempts",
        "instance": "shop",
        "job": "shop",
        "flow": "cart",
    }


def test_no_more_selectors_are_remembered_than_there_is_room_for() -> None:
    catalogue = Catalogue()
    catalogue.place("attempts", {"flow": "cart"})
    made = Index(catalogue.series)
    for number in range(3 * index.MOST_SELECTORS):
        assert made.places("attempts", (Matcher("flow", "!=", str(number)),)) == [0]
    assert len(made._selected) <= index.MOST_SELECTORS
