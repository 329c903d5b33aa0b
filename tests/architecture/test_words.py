"""Whatever the cockpit can tell, it tells in Korean and in English."""

import re
from functools import cache

import pytest

from cockpit.words.catalogue import sentences
from cockpit.words.josa import PARTICLES
from cockpit.words.words import PLACEHOLDER
from tests.architecture.repository import TOP
from tests.architecture.sayings import code_enums, given_values

I18N = TOP / "resources" / "i18n"
KO, EN = sentences(I18N / "ko.po"), sentences(I18N / "en.po")
CODES = [code.value for enum in code_enums().values() for code in enum]
LONGEST = 200
HANGUL = re.compile("[가-힣]")
LETTERS = re.compile("[A-Za-z가-힣]{3}")
ALIKE = frozenset(
    {"metric.kpi", "role.devops", "ui.release.kpi"}
)  # Koreans write these in Latin letters too


def names(sentence: str) -> set[str]:
    """Return the names of the values that the sentence shows."""
    return {found["name"] for found in PLACEHOLDER.finditer(sentence)}


@cache
def given() -> dict[str, list[tuple[str, frozenset[str]]]]:
    """Return for each code the places that tell it, each with the names of its values."""
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for code, place, values in given_values():
        found.setdefault(code, []).append((place, values))
    return found


def test_no_two_codes_are_spelt_alike() -> None:
    assert sorted({code for code in CODES if CODES.count(code) > 1}) == []


@pytest.mark.slow
def test_every_code_has_a_sentence_in_both_languages() -> None:
    told = given()
    missing = [
        " | ".join((code, KO.get(code, "?"), EN.get(code, "?"), *map(str, told.get(code, ()))))
        for code in CODES
        if code not in KO or code not in EN
    ]
    assert not missing, "\n" + "\n".join(missing)


def test_every_sentence_has_a_code() -> None:
    assert sorted((KO.keys() | EN.keys()) - set(CODES)) == []


def test_both_languages_show_the_same_values() -> None:
    both = KO.keys() & EN.keys()
    assert sorted(code for code in both if names(KO[code]) != names(EN[code])) == []


@pytest.mark.slow
def test_every_value_that_is_shown_is_given() -> None:
    told = given()
    assert len(told) > len(CODES) / 2, "the search for calls no longer finds them"
    forgotten = [
        (code, place, sorted(missing))
        for code, places in told.items()
        for place, values in places
        if (missing := names(EN.get(code, "")) - values)
    ]
    assert not forgotten, "\n" + "\n".join(map(str, forgotten))


@pytest.mark.parametrize("catalogue", [KO, EN], ids=["ko", "en"])
def test_a_sentence_is_short_and_its_braces_are_closed(catalogue: dict[str, str]) -> None:
    odd = {
        code: sentence
        for code, sentence in catalogue.items()
        if len(sentence) > LONGEST
        or sentence != sentence.strip()
        or re.search(r"\{\w*(?::\w*)?\}|\{\w+ ", PLACEHOLDER.sub("", sentence))
    }
    assert not odd, "\n".join(f"{len(text)} {code}: {text}" for code, text in odd.items())


def test_korean_is_korean_and_english_is_not() -> None:
    foreign = [
        code
        for code in KO.keys() & EN.keys()
        if code not in ALIKE
        and not code.startswith("platform.")  # brands are written alike everywhere
        and (
            (LETTERS.search(PLACEHOLDER.sub("", KO[code])) and not HANGUL.search(KO[code]))
            or HANGUL.search(EN[code])
        )
    ]
    assert sorted(foreign) == []


def test_particles_are_asked_for_in_korean_only_and_are_known() -> None:
    asked = {found["particle"] for text in KO.values() for found in PLACEHOLDER.finditer(text)}
    assert asked - {None} <= PARTICLES
    assert not [code for code, text in EN.items() if re.search(r"\{\w+:", text)]


def test_no_particle_is_left_to_the_reader() -> None:
    undecided = re.compile(
        r"\}'?(을\(를\)|를\(을\)|이\(가\)|은\(는\)|\(으\)로|와\(과\))"
        r"|\{\w+\}(을|를|이|가|은|는|과|와|으로|로)(?=[ ,.:)]|$)"
    )
    assert sorted(code for code, text in KO.items() if undecided.search(text)) == []


def test_a_unit_is_not_said_twice() -> None:
    """`_s`, `_ms`, `_pct`, `_ratio` and `_bytes` bring their own."""
    twice = re.compile(
        r"\{\w*(_s|_ms)(:\w+)?\} ?(초|밀리초|s\b|ms|sec)"
        r"|\{\w*(_pct|_ratio)(:\w+)?\} ?(%|퍼센트|per ?cent)"
        r"|\{\w*_bytes(:\w+)?\} ?(바이트|byte|B\b|KiB|MiB)"
    )
    both = [*KO.items(), *EN.items()]
    assert sorted(code for code, text in both if twice.search(text)) == []
