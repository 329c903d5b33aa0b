"""The minutes of a Go/No-Go: one page for a browser or a printer, with the hashes that seal it."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from cockpit.app.gonogo_view import GoNoGoView, ItemView, PollView
from cockpit.app.launch_view import LaunchView
from cockpit.domain.standings import ItemState
from cockpit.ui.pages.gonogo_text import people, question, said, source, value
from cockpit.ui.pages.minutes_codes import AnswerState, MinutesCode
from cockpit.ui.say import DASH, Say
from cockpit.words.safe import safe

MOST_NAME = 40
STYLE = """
body { font: 14px/1.5 Pretendard, "Malgun Gothic", "Apple SD Gothic Neo", sans-serif;
       max-width: 1000px; margin: 32px auto; color: #16191d; }
h1 { font-size: 22px; margin: 0 0 4px; } h2 { font-size: 16px; margin: 24px 0 4px; }
p { margin: 2px 0; } .state { font-size: 18px; font-weight: 600; margin: 12px 0; }
table { border-collapse: collapse; width: 100%; } tr { break-inside: avoid; }
th, td { text-align: left; vertical-align: top; padding: 4px 8px 4px 0;
         border-bottom: 1px solid #cfd4db; }
th { font-weight: 400; color: #5f6773; } small, code { font-size: 11px; color: #414852; }
code { word-break: break-all; }
"""
_UNSAFE = re.compile(r"[^A-Za-z0-9.\-]+")


def file_name(launch: LaunchView) -> str:
    """Return the name of the file, harmless on every system."""
    named = _UNSAFE.sub("-", f"{launch.version}-{launch.build}")[:MOST_NAME].strip("-.")
    return f"go-no-go-{named or 'release'}.html"


def minutes(view: GoNoGoView, launch: LaunchView, service: str, at: datetime, say: Say) -> str:
    """Return the minutes as they stand `at`, as one HTML page without any script or address."""
    title = escape(say(MinutesCode.TITLE))
    parts = [
        f"<h1>{title}</h1>",
        *(f"<p>{escape(line)}</p>" for line in _head(launch, service, at, say)),
        f'<p class="state">{escape(_state(view, say))}</p>',
        *_poll(view, say),
    ]
    for poll in view.poll:
        parts += _checks(poll, [one for one in view.items if one.role == poll.role], say)
    parts += _seal(view, say)
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="{say.language.value}"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _head(launch: LaunchView, service: str, at: datetime, say: Say) -> Iterable[str]:
    yield say(
        MinutesCode.RELEASE,
        service=service,
        version=launch.version,
        build=launch.build,
        baseline=launch.baseline,
    )
    if launch.window_from is not None or launch.window_to is not None:
        start, end = (_moment(one, say) for one in (launch.window_from, launch.window_to))
        yield say(MinutesCode.WINDOW, start=start, end=end)
    yield say(MinutesCode.WRITTEN, time=_moment(at, say))


def _state(view: GoNoGoView, say: Say) -> str:
    if view.is_no_go:
        person = say.person(view.no_go_by)
        if view.no_go_reason:
            return say(MinutesCode.NO_GO_BECAUSE, person=person, reason=view.no_go_reason)
        return say(MinutesCode.NO_GO, person=person)
    if view.is_go:
        return say(MinutesCode.GO)
    why = DASH if view.why_not is None else say.text(view.why_not)
    return say(MinutesCode.OPEN, why=why)


def _poll(view: GoNoGoView, say: Say) -> Iterable[str]:
    yield f"<h2>{escape(say(MinutesCode.POLL))}</h2>"
    code = MinutesCode
    names = (code.ROLE, code.PERSON, code.SAID, code.WHEN, code.PASSED, code.EVIDENCE)
    yield _table([say(one) for one in names], [_spoken(one, view, say) for one in view.poll])
    yield f"<p><small>{escape(say(MinutesCode.SELF_DECLARED))}</small></p>"


def _spoken(poll: PollView, view: GoNoGoView, say: Say) -> list[str]:
    word, _ = said(poll, view, say)
    why = poll.reason or ("" if poll.void is None else say.text(poll.void))
    return [
        escape(say.name("role", poll.role)),
        escape(people(poll, say)),
        f"{escape(word)}<br><small>{escape(safe(why))}</small>" if why else escape(word),
        escape(_moment(poll.at, say)),
        f"{poll.accepted_count}/{poll.item_count}",
        f"<code>{escape(safe(poll.evidence_hash)) or DASH}</code>",
    ]


def _checks(poll: PollView, items: Sequence[ItemView], say: Say) -> Iterable[str]:
    if not items:
        return
    role = say.name("role", poll.role)
    yield f"<h2>{escape(say(MinutesCode.CHECKS, role=role))}</h2>"
    code = MinutesCode
    names = (code.QUESTION, code.VALUE, code.SOURCE, code.STATE, code.ANSWERED)
    yield _table([say(one) for one in names], [_answered(one, say) for one in items])


def _answered(item: ItemView, say: Say) -> list[str]:
    is_asked = item.state is ItemState.UNKNOWN and not item.is_automatic
    state = escape(say(AnswerState.OPEN if is_asked else AnswerState[item.state.name]))
    if item.objection:
        state += f"<br><small>{escape(safe(item.objection))}</small>"
    by = "" if item.answered_by is None else say.person(item.answered_by)
    when = "" if item.answered_at is None else _moment(item.answered_at, say)
    return [
        escape(question(item, say)),
        escape(value(item, say)),
        DASH if is_asked else escape(source(item, say)),
        state,
        escape(" · ".join(one for one in (by, when) if one) or DASH),
    ]


def _seal(view: GoNoGoView, say: Say) -> Iterable[str]:
    yield f"<h2>{escape(say(MinutesCode.SEAL))}</h2>"
    for code, whole in (
        (MinutesCode.SEAL_EVIDENCE, view.evidence_hash),
        (MinutesCode.SEAL_POLICY, view.policy_hash),
    ):
        yield f"<p>{escape(say(code))} <code>{escape(safe(whole)) or DASH}</code></p>"


def _table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; what stands in `rows` is escaped already."""
    head = "".join(f"<th>{escape(one)}</th>" for one in names)
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    body = "\n".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"


def _moment(at: datetime | None, say: Say) -> str:
    """Return day, time and zone: paper outlives the day."""
    return DASH if at is None else f"{say.local(at):%Y-%m-%d %H:%M} {say.zone_name(at)}"
