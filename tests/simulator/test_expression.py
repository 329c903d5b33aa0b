import pytest

from cockpit.simulator.metrics.expression import Expression, Matcher, duration_ms, parse


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("a_total", Expression("a_total", ())),
        (" a:b { } ", Expression("a:b", ())),
        ("a{x='1',y!=`2`,}", Expression("a", (Matcher("x", "=", "1"), Matcher("y", "!=", "2")))),
        ("a[1h30m]", Expression("a", (), 5_400_000)),
        ('a{x=~"b|c"} [ 90s ]', Expression("a", (Matcher("x", "=~", "b|c"),), 90_000)),
        ("sum by(x,y)(increase(a[5m]))", Expression("a", (), 300_000, ("x", "y"))),
        (
            "SUM BY (x) (increase(a{b!~'c'}[1d]))",
            Expression("a", (Matcher("b", "!~", "c"),), 86_400_000, ("x",)),
        ),
        ("sum_total", Expression("sum_total", ())),
        ("sum", Expression("sum", ())),
        (r'a{x="tab\tline\nquote\""}', Expression("a", (Matcher("x", "=", 'tab\tline\nquote"'),))),
    ],
)
def test_the_three_shapes_are_read(query: str, expected: Expression) -> None:
    assert parse(query) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("500ms", 500), ("5m", 300_000), ("1w", 604_800_000), ("5", None), ("", None), ("-5m", None)],
)
def test_durations_are_read(text: str, expected: int | None) -> None:
    assert duration_ms(text) == expected
