"""A Go/No-Go from the command line: answers by role, a Go by each, a No-Go by anybody."""

from collections.abc import Iterator

import pytest

from cockpit.simulator.simulation import Simulation
from tests.features.home import Home, Said, home_at, simulated_time

pytestmark = pytest.mark.slow

VALUES = {"contract_tests": "jun", "store_review": "sora", "e2e": "sora", "critical_bugs": "sora"}
ORDER = (
    ("mobile_lead", "sora"),
    ("backend_lead", "jun"),
    ("devops", "jun"),
    ("qa", "sora"),
    ("pm", "mina"),
)


@pytest.fixture(scope="module")
def said(still: Simulation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Said]]:
    """Play the whole poll and yield what each call has said."""
    with simulated_time(still):
        yield played(home_at(tmp_path_factory.mktemp("gonogo"), still))


def played(home: Home) -> dict[str, Said]:
    told: dict[str, Said] = {"no launch": home.run("gonogo")}
    told["sign without launch"] = home.run("gonogo", "sign", "qa", as_="sora")
    assert home.run("launch", "new", "3.2.0", "--build", "320").status == 0
    told["empty"] = home.run("gonogo", lang="ko")
    told["wrong role"] = home.run("gonogo", "answer", "e2e", "42/42", as_="jun")
    told["no value"] = home.run("gonogo", "answer", "e2e", as_="sora")
    for item, person in VALUES.items():
        told[item] = home.run("gonogo", "answer", item, "42/42", as_=person)
    told["measured"] = home.run("gonogo", "answer", "sources", as_="jun")
    told["object"] = home.run(
        "gonogo", "answer", "e2e", "--object", "--note", "no coupon case", as_="sora", lang="ko"
    )
    told["objected"] = home.run("gonogo")
    home.run("gonogo", "answer", "e2e", "43/43", as_="sora")
    told["too early"] = home.run("gonogo", "sign", "pm", as_="mina", lang="ko")
    for role, person in ORDER:
        told[f"sign {role}"] = home.run("gonogo", "sign", role, as_=person)
    told["go"] = home.run("gonogo")
    told["json"] = home.run("gonogo", "--json")
    told["stop"] = home.run("gonogo", "no-go", as_="sora", lang="ko")
    told["stopped"] = home.run("gonogo")
    home.run("gonogo", "no-go", "the bank is down", as_="nobody in particular")
    told["stopped because"] = home.run("gonogo", lang="ko")
    return told


def test_everything_is_told_in_plain_sentences(said: dict[str, Said]) -> None:
    for one in said.values():
        one.check_is_plain()


@pytest.mark.parametrize(
    ("name", "status", "told"),
    [
        ("no launch", 2, ""),
        ("sign without launch", 1, "No launch goes on"),
        ("empty", 2, "아직 나갈 수 없습니다"),
        ("wrong role", 1, "sora"),
        ("no value", 1, "answer with the value"),
        ("e2e", 0, "Answered: End-to-end tests"),
        ("measured", 0, "Answered: Connections"),
        ("object", 0, "답을 적었습니다"),
        ("objected", 2, "no coupon case"),
        ("too early", 1, "Go를 먼저"),
        ("sign mobile_lead", 0, "has said Go"),
        ("sign pm", 0, "has said Go"),
        ("go", 0, "● GO"),
        ("stop", 0, "No-Go"),
        ("stopped", 1, "NO-GO: 이소라"),
        ("stopped because", 1, "the bank is down"),
    ],
)
def test_each_call_ends_as_it_should(
    said: dict[str, Said], name: str, status: int, told: str
) -> None:
    assert said[name].status == status, said[name].text
    assert told in said[name].text


def test_a_script_reads_the_whole_sheet(said: dict[str, Said]) -> None:
    sheet = said["json"].json
    assert sheet["is_go"] is True
    assert [(one["role"], one["person"]) for one in sheet["poll"]] == list(ORDER)
    assert {one["state"] for one in sheet["items"]} == {"accepted"}
