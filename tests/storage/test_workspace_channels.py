"""Channels have what their kind needs, and no secret stands in the file."""

from pathlib import Path

import pytest

from cockpit.ports.workspace_channels import Channel
from cockpit.ports.workspace_checks import ChannelProved
from cockpit.storage.workspace_channels import channel_messages
from tests.storage.workspaces import GOOD, KINDS, MISSHAPEN, places, read, refused, tree

LINE = GOOD.count("\n") + 1
SLACK = "{kind: slack, url: https://hooks.slack.com, secret: chat}"


def channels(text: str) -> str:
    return f"{GOOD}alerts: {{channels: {text}}}\n"


def test_the_three_kinds_are_read_with_their_defaults(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        channels(
            f"{{here: {{kind: desktop}}, chat: {SLACK}, pager: {{kind: alertmanager, "
            "url: http://localhost:9093, auth: bearer, secret: am, labels: {team: shop}, "
            "language: en, alerts: watch, launch_log: false, drills: true}}"
        ),
    ).workspace
    here, chat, pager = found.alerts.channels.values()
    assert here == Channel(kind="desktop")
    assert (here.alerts, here.launch_log, here.summaries, here.drills) == (
        "act_now",
        True,
        True,
        False,
    )
    assert (here.language, pager.language) == ("ko", "en")
    assert (pager.labels, pager.drills) == ({"team": "shop"}, True)
    assert ("chat", chat.url) in found.secrets
    assert ("am", "http://localhost:9093") in found.secrets
    assert ("unleash-client", "https://unleash.example.com") in found.secrets


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{kind: pager}", ("unknown_kind", "a.kind")),
        ("{kind: slack, secret: chat}", ("channel_needs", "a.url")),
        ("{kind: slack, url: https://hooks.slack.com}", ("channel_needs", "a.secret")),
        ("{kind: alertmanager}", ("channel_needs", "a.url")),
        ("{kind: desktop, url: https://x.test}", ("not_for_channel", "a.url")),
        ("{kind: desktop, labels: {team: a}}", ("not_for_channel", "a.labels")),
        (SLACK.replace("}", ", auth: bearer}"), ("not_for_channel", "a.auth")),
        (SLACK.replace("}", ", labels: {team: a}}"), ("not_for_channel", "a.labels")),
        (
            "{kind: slack, url: https://chat.test/hooks/abc, secret: chat}",
            ("webhook_in_file", "a.url"),
        ),
        (
            "{kind: slack, url: http://chat.test, secret: chat}",
            ("cleartext", "a.url"),
        ),
        ("{kind: alertmanager, url: http://169.254.1.1}", ("link_local", "a.url")),
        ("{kind: alertmanager, url: https://am.test?x=1}", ("query_in_address", "a.url")),
        (
            "{kind: alertmanager, url: https://am.test, auth: bearer}",
            ("needed_for_auth", "a.secret"),
        ),
        (
            "{kind: alertmanager, url: https://am.test, secret: s}",
            ("secret_not_sent", "a.secret"),
        ),
        (
            "{kind: alertmanager, url: https://am.test, ca_file: none.pem}",
            ("no_such_file", "a.ca_file"),
        ),
        (
            "{kind: alertmanager, url: https://am.test, labels: {a-b: c}}",
            ("not_a_label", "a.labels.a-b"),
        ),
        ("{kind: desktop, language: jp}", ("not_one_of", "a.language")),
        ("{kind: desktop, alerts: loud}", ("not_one_of", "a.alerts")),
        ("{kind: desktop, sound: true}", ("unknown_field", "a.sound")),
        ("{}", ("missing", "a.kind")),
    ],
)
def test_a_channel_that_cannot_be_is_refused_where_it_stands(
    tmp_path: Path, text: str, expected: tuple[str, str]
) -> None:
    code, field = expected
    (told,) = places(refused(tmp_path, channels(f"{{a: {text}}}")))
    assert told == (code, LINE, f"alerts.channels.{field}")


def test_the_address_of_a_real_webhook_is_taken_for_the_secret_that_it_is(tmp_path: Path) -> None:
    text = "{a: {kind: slack, url: https://hooks.slack.com/services/T0/B0/x, secret: chat}}"
    told = refused(tmp_path, channels(text))
    assert [one.code for one in told] == ["workspace.secret"]
    assert "services" not in repr(told)


def test_a_question_asks_for_a_channel_that_is_there(tmp_path: Path) -> None:
    item = (
        "checklist:\n  - id: channel\n    role: pm\n    question: {ko: 알림, en: Alerts}\n"
        "    check: {kind: channel, channel: NAME, within_hours: 12}\n"
    )
    text = channels("{here: {kind: desktop}}") + item
    checked = read(tmp_path, text.replace("NAME", "here")).workspace.checklist[0].check
    assert checked == ChannelProved(channel="here", within_hours=12)
    (told,) = places(refused(tmp_path, text.replace("NAME", "hers")))
    assert told == ("no_such_channel", LINE + 5, "checklist[0].check.channel")


@pytest.mark.parametrize(
    "text",
    [
        *MISSHAPEN,
        "alerts: 5",
        "alerts: {channels: [a]}",
        "alerts: {channels: {a: 3, b: {kind: []}, c: {kind: slack, url: {}, labels: [1]}}}",
        "checklist: [{check: {kind: channel, channel: {}}}]",
    ],
)
def test_sections_of_another_shape_are_left_to_the_models(text: str, tmp_path: Path) -> None:
    list(channel_messages(tree(text), KINDS, tmp_path))
