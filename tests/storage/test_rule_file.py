"""A file of rules: what is written is what is meant, and nothing of others is written over."""

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.message import Message
from cockpit.ports.rules import (
    MARK,
    SECONDS,
    VALUE,
    Alerting,
    Recording,
    RuleFile,
    RuleFileError,
    RuleGroup,
)
from cockpit.storage.rule_codes import RuleFileCode
from cockpit.storage.rule_file import rule_text, template, write_rules
from tests.kit.power.record import Say, each_cut, needs_a_record

TOLD = Message("code")
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def file_with(*rules: Recording | Alerting) -> RuleFile:
    return RuleFile((TOLD,), (RuleGroup("group", 15, rules),))


def read(text: str) -> list[dict[str, object]]:
    """Return the rules as a reader of YAML sees them."""
    groups = yaml.safe_load(text)["groups"]
    return list(groups[0]["rules"])


def said(text: str) -> str:
    """Return what Go makes of a template without a figure in it."""
    return text.replace('{{"{"}}', "{")


@given(TEXT, TEXT, TEXT)
def test_whatever_stands_in_a_rule_is_read_back_as_it_was(
    expr: str, label: str, annotation: str
) -> None:
    rule = Alerting("Name", expr, {"flow": label}, TOLD, {"runbook_url": annotation}, for_s=60)
    (found,) = read(rule_text(file_with(rule), {"ko": lambda _told: annotation}))
    assert found["expr"] == expr
    assert found["for"] == "60s"
    labels, annotations = found["labels"], found["annotations"]
    assert isinstance(labels, dict)
    assert isinstance(annotations, dict)
    assert said(labels["flow"]) == label
    assert said(annotations["summary"]) == said(annotations["runbook_url"])


@pytest.mark.parametrize("name", ["on", "null", "1.10", "~", "yes", "0x1", "- a", "a: b", ""])
def test_a_name_that_yaml_takes_for_something_else_stays_a_name(name: str) -> None:
    text = rule_text(file_with(Recording("a:b", "1", {"flow": name})), {})
    assert f'flow: "{name}"' in text
    assert read(text)[0]["labels"] == {"flow": name}


def test_an_expression_of_several_lines_reads_as_such() -> None:
    text = rule_text(file_with(Recording("a:b", "x > 1\nand\ny > 2", {})), {})
    assert "expr: |-\n          x > 1\n          and\n          y > 2\n" in text


def test_every_language_has_a_summary_and_the_first_one_is_the_plain_one() -> None:
    rule = Alerting("Name", "1", {}, TOLD)
    text = rule_text(file_with(rule), {"ko": lambda _told: "결제", "en": lambda _told: "Checkout"})
    assert read(text)[0]["annotations"] == {"summary": "결제", "summary_en": "Checkout"}
    assert text.startswith(f"{MARK}\n#\n# 결제\n# Checkout\n\n")


@pytest.mark.parametrize("break_", ["\n", "\r", "\x85", "\u2028"])
def test_a_note_stays_on_its_line(break_: str) -> None:
    text = rule_text(file_with(), {"ko": lambda _told: f"a{break_}groups: []"})
    assert "\n# a groups: []\n" in text


def test_the_figure_of_the_moment_stays_a_template_and_nothing_else_is_one() -> None:
    text = template(f"{{{{ .Labels }}}} {VALUE} and {SECONDS} {{")
    one = '{{"{"}}'
    assert text == f"{one}{one} .Labels }}}} {VALUE} and {SECONDS} {one}"


def test_a_file_is_written_and_written_anew(tmp_path: Path) -> None:
    file = tmp_path / "rules.yml"
    for expr in ("1", "2"):
        text = rule_text(file_with(Recording("a:b", expr, {})), {})
        write_rules(file, text)
        assert file.read_text(encoding="utf-8") == text
    assert [one.name for one in tmp_path.iterdir()] == ["rules.yml"]


@needs_a_record
def test_a_power_cut_leaves_the_old_rules_or_the_new(tmp_path: Path) -> None:
    texts = [f"{MARK}\n{word * 500}" for word in ("old", "new")]

    def write(home: Path, say: Say) -> None:
        for text in texts:
            write_rules(home / "rules.yml", text)
            say("written", text)

    for left, home in each_cut(tmp_path, write):
        text = (home / "rules.yml").read_text(encoding="utf-8")
        assert text in texts[len(left.said) - 1 :], left


def test_a_file_of_somebody_else_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "rules.yml"
    file.write_text("groups: []\n", encoding="utf-8")
    with pytest.raises(RuleFileError) as refused:
        write_rules(file, f"{MARK}\n")
    assert refused.value.message.code == RuleFileCode.NOT_OURS
    assert file.read_text(encoding="utf-8") == "groups: []\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes with a name")
def test_what_is_no_file_is_neither_read_nor_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "rules.yml"
    os.mkfifo(pipe)
    with pytest.raises(RuleFileError) as refused:
        write_rules(pipe, f"{MARK}\n")
    assert refused.value.message.code == RuleFileCode.NOT_OURS
    assert pipe.is_fifo()


def test_a_file_that_cannot_be_written_is_told_by_its_name(tmp_path: Path) -> None:
    for file in (tmp_path / "no" / "rules.yml", tmp_path):
        with pytest.raises(RuleFileError) as refused:
            write_rules(file, f"{MARK}\n")
        assert refused.value.message.code == RuleFileCode.NOT_WRITTEN
        assert refused.value.message.value("file") == str(file)
