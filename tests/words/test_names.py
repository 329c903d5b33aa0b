"""What a team calls its flows is what people read."""

from pathlib import Path
from typing import get_args

import pytest
from msgspec.structs import replace

from cockpit.app.snapshot import Metric
from cockpit.domain.events import ReleaseKind
from cockpit.domain.message import Message
from cockpit.domain.operations import Lever
from cockpit.domain.standings import LaunchPhase
from cockpit.ports.workspace import Flow, Person, Service, Slo, Source, Title, Workspace
from cockpit.words.language import Language
from cockpit.words.name_codes import KindName, NameCode, PhaseName
from cockpit.words.names import names_of
from cockpit.words.words import Words, load

I18N = Path(__file__).parents[2] / "resources" / "i18n"

SHOP = Workspace(
    service=Service(name="shop"),
    sources={"metrics": Source(kind="prometheus", url="http://127.0.0.1:9090")},
    flows=(
        Flow(
            name="coupon",
            title=Title(ko="쿠폰", en="Coupon"),
            source="metrics",
            events="a",
            good="b",
            slo=Slo(target=0.9),
        ),
        Flow(name="cart", source="metrics", events="a", good="b", slo=Slo(target=0.9)),
    ),
)


@pytest.mark.parametrize(("language", "title"), [(Language.KO, "쿠폰"), (Language.EN, "Coupon")])
def test_a_flow_is_called_by_its_title_in_the_language_of_the_reader(
    language: Language, title: str
) -> None:
    words = load(language, I18N)
    words.learn(names_of(SHOP, language))
    assert words.value("flow", "coupon") == title


def test_a_flow_without_a_title_is_called_by_its_name() -> None:
    words = load(Language.KO, I18N)
    words.learn(names_of(SHOP, Language.KO))
    assert words.value("flow", "cart") == "cart"


def test_a_person_is_called_by_name_and_one_who_is_not_known_by_id() -> None:
    words = load(Language.EN, I18N)
    team = replace(SHOP, people=(Person(id="mina", name="김미나"),))
    words.learn(names_of(team, Language.EN))
    assert words.value("person", "mina") == "김미나"
    assert words.value("person", "lee.sm") == "lee.sm"


def test_every_phase_and_every_kind_of_a_launch_has_a_name() -> None:
    assert {f"phase.{phase}" for phase in LaunchPhase} == set(PhaseName)
    assert {f"release_kind.{kind}" for kind in get_args(ReleaseKind)} == set(KindName)


def test_a_name_belongs_to_its_place_alone() -> None:
    words = Words({})
    words.learn({"flow.coupon": "쿠폰"})
    assert words.value("flag", "coupon") == "coupon"


def test_a_title_is_shown_as_harmless_as_any_text_from_outside() -> None:
    words = Words({"told": "{flow}"})
    words.learn({"flow.coupon": "쿠\u202e폰{flow}"})
    assert words.text(Message("told", (("flow", "coupon"),))) == "쿠\\u202e폰{flow}"


def test_every_lever_and_every_metric_has_a_name_and_no_other_has() -> None:
    named = {f"lever.{lever}" for lever in Lever} | {f"metric.{metric}" for metric in Metric}
    others = {code for code in NameCode if not code.startswith(("flow.", "platform."))}
    assert named == others
