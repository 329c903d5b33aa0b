"""The beta and gamma distributions, as far as judging needs them, without scipy."""

import math
from statistics import NormalDist

NORMAL = NormalDist()
ENOUGH = 1e-15
TINY = 1e-300
STIRLING_FROM = 1e4
"""From here on the first term of the series is exact to the last digit."""


def beta_cdf(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b), for a, b > 0.

    Continued fraction 8.17.22 of the NIST Digital Library of Mathematical Functions, worked
    from the front by the method of Lentz (Applied Optics 15, 1976, as changed by Thompson and
    Barnett, 1986); beyond the mean by the symmetry I_x(a, b) = 1 - I_(1-x)(b, a).
    """
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    if x > (a + 1.0) / (a + b + 2.0):
        return 1.0 - _beta_below_mean(1.0 - x, b, a)
    return _beta_below_mean(x, a, b)


def beta_quantile(probability: float, a: float, b: float) -> float:
    """Return the x at which I_x(a, b) reaches `probability`.

    Newton's method as long as it at least halves the step and stays between the two bounds
    known so far, else the middle between them: it always ends, at TINY or 1 at the latest. It
    begins where the normal distribution of the same mean and variance would have it.
    """
    mean = a / (a + b)
    near = mean + NORMAL.inv_cdf(probability) * math.sqrt(mean * (1.0 - mean) / (a + b + 1.0))
    low, high, x, step = 0.0, 1.0, near if 0.0 < near < 1.0 else mean, 1.0
    while step > ENOUGH * x and TINY < x < 1.0:
        error = beta_cdf(x, a, b) - probability
        low, high = (low, x) if error > 0 else (x, high)
        slope = math.exp(_log_beta_weight(x, a, b)) / (x * (1.0 - x))
        move = error / slope if slope > 0 else 1.0
        is_good = abs(move) < step / 2.0 and low < x - move < high
        nearer = x - move if is_good else (low + high) / 2.0
        x, step = nearer, abs(nearer - x)
    return x


def gamma_tail(a: float, x: float) -> float:
    """Return the regularised upper incomplete gamma function Q(a, x), for a > 0, x >= 0.

    Series 8.7.1 below a + 1 and continued fraction 8.9.2 above, both from the NIST Digital
    Library of Mathematical Functions.
    """
    if x <= 0.0:
        return 1.0
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1.0:
        term = total = 1.0 / a
        n = a
        while term > total * ENOUGH:
            n += 1.0
            term *= x / n
            total += term
        return max(0.0, 1.0 - front * total)
    b = x + 1.0 - a
    c, d = 1.0 / TINY, 1.0 / b
    fraction, factor, i = d, 0.0, 0
    while abs(factor - 1.0) > ENOUGH:
        i += 1
        numerator = -i * (i - a)
        b += 2.0
        d = 1.0 / _not_zero(numerator * d + b)
        c = _not_zero(b + numerator / c)
        factor = c * d
        fraction *= factor
    return front * fraction


def chi_square_tail(value: float, freedom: int) -> float:
    """Return the probability that chi-square with `freedom` degrees reaches `value`."""
    return gamma_tail(freedom / 2.0, value / 2.0)


def _beta_below_mean(x: float, a: float, b: float) -> float:
    front = math.exp(_log_beta_weight(x, a, b)) / a
    c, d = 1.0, 1.0 / _not_zero(1.0 - (a + b) * x / (a + 1.0))
    fraction, factor, m = d, 0.0, 0
    while abs(factor - 1.0) > ENOUGH:
        m += 1
        even = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m))
        d = 1.0 / _not_zero(1.0 + even * d)
        c = _not_zero(1.0 + even / c)
        fraction *= c * d
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0))
        d = 1.0 / _not_zero(1.0 + odd * d)
        c = _not_zero(1.0 + odd / c)
        factor = c * d
        fraction *= factor
    return front * fraction


def _log_beta_weight(x: float, a: float, b: float) -> float:
    """Return ln(x^a (1 - x)^b / B(a, b))."""
    small, large = min(a, b), max(a, b)
    weight = a * math.log(x) + b * math.log1p(-x) - math.lgamma(small)
    if large < STIRLING_FROM:
        return weight + math.lgamma(a + b) - math.lgamma(large)
    # Stirling's series (5.11.1 there), so that two huge numbers need not be taken from each other.
    rest = (large - 0.5) * math.log1p(small / large) - small
    return weight + small * math.log(a + b) + rest + (1.0 / (a + b) - 1.0 / large) / 12.0


def _not_zero(value: float) -> float:
    return value if abs(value) > TINY else TINY
