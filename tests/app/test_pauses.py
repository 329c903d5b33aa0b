from cockpit.app.pauses import FIRST_PAUSE_S, LONGEST_PAUSE_S, Pauses


def test_what_never_failed_is_not_left_in_peace() -> None:
    pauses = Pauses()
    assert not pauses.is_on("metrics", 0.0)
    assert not pauses.has_failed("metrics")


def test_each_failure_makes_the_pause_twice_as_long_up_to_a_limit() -> None:
    pauses, now_s, lengths_s = Pauses(), 0.0, []
    for _ in range(12):
        pauses.fail("metrics", now_s)
        begun_s = now_s
        while pauses.is_on("metrics", now_s):
            now_s += 15.0
        lengths_s.append(now_s - begun_s)
    assert lengths_s[:3] == [FIRST_PAUSE_S, 2 * FIRST_PAUSE_S, 4 * FIRST_PAUSE_S]
    assert lengths_s[-1] == LONGEST_PAUSE_S


def test_a_rest_is_no_failure_and_an_end_forgets_all() -> None:
    pauses = Pauses()
    pauses.rest("metrics", 10.0)
    assert pauses.is_on("metrics", 9.0)
    assert not pauses.has_failed("metrics")
    pauses.fail("metrics", 10.0)
    assert pauses.has_failed("metrics")
    pauses.end("metrics")
    assert not pauses.is_on("metrics", 11.0)
    assert not pauses.has_failed("metrics")


def test_rests_end_when_nobody_needs_them_and_failures_go_on() -> None:
    pauses = Pauses()
    pauses.rest("metrics", 10.0)
    pauses.fail("flags", 0.0)
    pauses.end_rests()
    assert not pauses.is_on("metrics", 1.0)
    assert pauses.is_on("flags", 1.0)
