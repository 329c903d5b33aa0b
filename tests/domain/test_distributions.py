import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from cockpit.domain.distributions import beta_cdf, beta_quantile, chi_square_tail, gamma_tail

shapes = st.floats(0.5, 5000)


@given(st.floats(0, 1), shapes, shapes)
def test_the_beta_distribution_agrees_with_scipy(x: float, a: float, b: float) -> None:
    assert beta_cdf(x, a, b) == pytest.approx(special.betainc(a, b, x), rel=1e-8, abs=1e-14)


@pytest.mark.parametrize(("a", "b"), [(3, 998), (1, 1), (0.5, 40), (2000, 1e6), (5e5, 5e5), (9, 1)])
@pytest.mark.parametrize("probability", [0.001, 0.05, 0.5, 0.975])
def test_the_beta_quantile_agrees_with_scipy(a: float, b: float, probability: float) -> None:
    expected = special.betaincinv(a, b, probability)
    assert beta_quantile(probability, a, b) == pytest.approx(expected, rel=1e-7)


@given(st.floats(0.01, 0.99), st.floats(0.6, 500), st.floats(0.6, 500))
def test_the_beta_quantile_undoes_the_distribution(probability: float, a: float, b: float) -> None:
    found = beta_cdf(beta_quantile(probability, a, b), a, b)
    assert found == pytest.approx(probability, rel=1e-6)


@given(st.floats(0.5, 500), st.floats(0, 2000))
def test_the_gamma_tail_agrees_with_scipy(a: float, x: float) -> None:
    assert gamma_tail(a, x) == pytest.approx(special.gammaincc(a, x), rel=1e-8, abs=1e-14)


def test_outside_its_range_a_distribution_is_flat() -> None:
    assert (beta_cdf(-0.1, 2, 3), beta_cdf(1.1, 2, 3)) == (0.0, 1.0)
    assert gamma_tail(2, 0.0) == 1.0


def test_the_published_five_percent_points_of_chi_square_are_met() -> None:
    # NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.4
    for freedom, point in [(1, 3.841), (2, 5.991), (5, 11.070), (10, 18.307)]:
        assert chi_square_tail(point, freedom) == pytest.approx(0.05, abs=2e-5)


@pytest.mark.parametrize("b", [1e4, 1e6, 1e9, 1e12, 2.0**53])
@pytest.mark.parametrize("a", [1.0, 3.0, 50.0, 5000.0, 9999.0])
def test_a_few_among_very_many_lose_no_digit(a: float, b: float) -> None:
    expected = special.betaincinv(a, b, 0.05)
    assert beta_quantile(0.05, a, b) == pytest.approx(expected, rel=1e-11)
    assert beta_quantile(0.95, b, a) == pytest.approx(1 - expected, rel=1e-11)


@pytest.mark.parametrize("a", [0.1, 1e-3, 1e-9, 1e-300])
def test_a_point_too_small_to_be_told_is_as_good_as_zero(a: float) -> None:
    assert beta_quantile(0.05, a, 10.0) == pytest.approx(special.betaincinv(a, 10, 0.05), abs=1e-12)
