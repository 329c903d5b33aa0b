"""What a check of the gate says beside its sentence, without widgets."""

from collections.abc import Sequence

from cockpit.app.launch_view import CheckView
from cockpit.app.snapshot import ComparisonView, ReleaseView
from cockpit.domain.weighing import check_name
from cockpit.domain.weight import Weight
from cockpit.ui.pages.rollout_check_codes import CheckLineCode
from cockpit.ui.say import Say

WORDS = {
    Weight.VETO: (CheckLineCode.VETO, CheckLineCode.VETO_MEANS),
    Weight.BLOCK: (CheckLineCode.BLOCK, CheckLineCode.BLOCK_MEANS),
    Weight.HOLD: (CheckLineCode.HOLD, CheckLineCode.HOLD_MEANS),
    Weight.WATCH: (CheckLineCode.WATCH, CheckLineCode.WATCH_MEANS),
}


def weight_word(weight: Weight | None, say: Say) -> str:
    """Return the weight in a word; "" for a check that has none."""
    return "" if weight is None else say(WORDS[weight][0])


def meaning(weight: Weight | None, say: Say) -> str:
    """Return what the weight lets a check do; "" for a check that has none."""
    return "" if weight is None else say(WORDS[weight][1])


def legend(found: Sequence[CheckView], say: Say) -> str:
    """Return what the weights among the checks mean, the heaviest first; "" without any."""
    there = {one.weight for one in found}
    return " ".join(say(means) for weight, (_, means) in WORDS.items() if weight in there)


def rows_by_check(release: ReleaseView | None) -> dict[str, ComparisonView]:
    """Return the rows of the comparison by the names of their checks."""
    rows = () if release is None else release.rows
    return {check_name(one.metric.value, one.flow): one for one in rows}


def basis(check: CheckView, row: ComparisonView | None, say: Say) -> str:
    """Return what the check rests on: events of both versions, since when, and the rule.

    One that is only watched for now says which release this is. "" when nothing is known.
    """
    if check.weight is None:
        return ""
    told: list[str] = []
    nth, of = check.message.value("watched_count"), check.message.value("watch_count")
    is_watched = check.weight is Weight.WATCH
    if is_watched and isinstance(nth, int) and isinstance(of, int) and nth < of:
        told.append(say(CheckLineCode.WATCHED_NTH, nth_count=nth + 1, all_count=of))
    if row is not None:
        told.append(
            say(
                CheckLineCode.BASIS,
                new_count=round(row.new.event_count),
                old_count=round(row.old.event_count),
                start=say.time(row.since_at),
                rule=row.rule_id,
            )
        )
    return " · ".join(told)
