"""How busy the shop is through the day and the week."""

_DAY_S = 86_400
_KOREA_S = 9 * 3600
_SATURDAY = 5
_WEEKEND, _WORKDAY = 1.2, 0.92
_HOURS = (
    0.60, 0.40, 0.27, 0.20, 0.18, 0.22, 0.38, 0.62, 0.86, 1.00, 1.10, 1.20,
    1.32, 1.20, 1.08, 1.08, 1.12, 1.18, 1.30, 1.50, 1.72, 1.84, 1.55, 1.02,
)  # fmt: skip
_MEAN = sum(_HOURS) / len(_HOURS)


def level_at(at_s: float) -> float:
    """Return how busy it is at `at_s`, where 1.0 is the mean of a week, in Korean time."""
    local_s = at_s + _KOREA_S
    weekday = (int(local_s // _DAY_S) + 3) % 7  # 1 January 1970 was a Thursday
    hour = local_s % _DAY_S / 3600
    before, part = int(hour), hour % 1
    daily = _HOURS[before] * (1 - part) + _HOURS[(before + 1) % 24] * part
    return daily / _MEAN * (_WEEKEND if weekday >= _SATURDAY else _WORKDAY)
