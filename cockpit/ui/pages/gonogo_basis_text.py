"""What an automatic check of the Go/No-Go weighs and rests on, in the words of the gates."""

from cockpit.app.gonogo_view import ItemView
from cockpit.domain.weight import Weight
from cockpit.ui.pages.gonogo_basis_codes import GonogoBasisCode
from cockpit.ui.pages.rollout_check_codes import CheckLineCode
from cockpit.ui.pages.rollout_check_text import meaning, weight_word
from cockpit.ui.say import Say
from cockpit.words.safe import safe


def item_weight(item: ItemView, say: Say) -> str:
    """Return the weight of the check in a word; "" for a question that a person answers."""
    if item.rests is None:
        return ""
    weighing = item.rests.weighing
    return say(GonogoBasisCode.NEEDED) if weighing is None else weight_word(weighing.weighs, say)


def item_meaning(item: ItemView, say: Say) -> str:
    """Return what the weight means: every check is needed for Go, and some weigh at the gates."""
    if item.rests is None:
        return ""
    needed, weighing = say(GonogoBasisCode.NEEDED_MEANS), item.rests.weighing
    if weighing is None:
        return needed
    return f"{needed} {say(GonogoBasisCode.AT_GATES, told=meaning(weighing.weighs, say))}"


def item_basis(item: ItemView, say: Say) -> str:
    """Return what the figure rests on: events, since when and until when, rule and queries."""
    rests = item.rests
    if rests is None:
        return ""
    told: list[str] = []
    weighing = rests.weighing
    if weighing is not None and weighing.weighs is not weighing.weight is not Weight.WATCH:
        nth, of = weighing.watched_count + 1, weighing.watch_count
        told.append(say(CheckLineCode.WATCHED_NTH, nth_count=nth, all_count=of))
    if rests.event_count is not None:
        told.append(
            say(
                GonogoBasisCode.COUNTED,
                events_count=rests.event_count,
                start=say.time(rests.since_at),
                end=say.time(rests.until_at),
            )
        )
    told.append(say(GonogoBasisCode.RULE, rule=safe(rests.rule)))
    told += [say(GonogoBasisCode.QUERY, query=safe(one)) for one in rests.queries]
    return " · ".join(told)
