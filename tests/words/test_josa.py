"""Particles sound right after every kind of word."""

import pytest

from cockpit.words.josa import PARTICLES, with_particle


@pytest.mark.parametrize(
    "read",
    [
        "쿠폰을", "결제를", "플래그를", "롤백을", "레벨을",
        "0을", "1을", "2를", "3을", "4를", "5를", "6을", "7을", "8을", "9를", "10을", "1,000을",
        "3.2.0을", "1 MiB를", "5 %를", "12초를", "coupon_v2를", "release_3_2_0을",
        "L을", "R을", "M을", "N을", "T를", "URL을", "SLO를", "PM을", "TTL을", "HTTP를", "tls를",
        "checkout을", "cart를", "coupon을", "login을", "search를", "rollback을", "app을",
        "server를", "flag를", "token을", "release를", "file을", "baseline을", "budget을",
        "root를", "sheet를", "week를", "loop를", "heartbeat를", "team-chat을", "book을",
        "Prometheus를", "Unleash를", "iOS를", "'쿠폰'을", "쿠폰…을", "(결제)를", "를",
    ],
)  # fmt: skip
def test_the_object_takes_the_form_that_fits_its_last_sound(read: str) -> None:
    word = read[:-1]
    assert with_particle(word, "을") == read
    assert with_particle(word, "를") == read


@pytest.mark.parametrize(
    ("word", "particle", "read"),
    [
        ("쿠폰", "이", "쿠폰이"),
        ("결제", "이", "결제가"),
        ("쿠폰", "는", "쿠폰은"),
        ("결제", "는", "결제는"),
        ("쿠폰", "와", "쿠폰과"),
        ("결제", "와", "결제와"),
        ("쿠폰", "로", "쿠폰으로"),
        ("결제", "로", "결제로"),
        ("서울", "으로", "서울로"),
        ("3.1.4", "으로", "3.1.4로"),
        ("3.2.0", "으로", "3.2.0으로"),
        ("1", "으로", "1로"),
        ("쿠폰", "이라", "쿠폰이라"),
        ("결제", "이나", "결제나"),
    ],
)
def test_every_particle_follows_the_last_sound(word: str, particle: str, read: str) -> None:
    assert with_particle(word, particle) == read


def test_a_particle_may_be_named_by_either_form() -> None:
    assert {"을", "를", "이", "가", "은", "는", "과", "와", "으로", "로"} <= PARTICLES
