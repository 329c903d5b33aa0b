"""Connector: incoming webhooks of Slack, and of the chats that understand the same request.

`POST` to the webhook's address with `{"text": …, "blocks": […]}` (docs.slack.dev, "Sending
messages using incoming webhooks"). Answers 200 with `ok`; refusals are 400 `invalid_payload`, 403
`action_prohibited`, 404 `no_service` or `channel_not_found`, 410 `channel_is_archived`, and 429
with `Retry-After` for more than about one message a second. Mattermost, Rocket.Chat and Discord
(`…/slack`) show `text` where they do not know blocks.

Whoever knows the address may write into the chat. So the whole of it is the secret, and the
workspace holds its origin alone.
"""

import json
from dataclasses import replace

from cockpit.connectors.addresses import address_of
from cockpit.connectors.codes import CarrierCode, SourceCode
from cockpit.connectors.http import Client, open_client
from cockpit.connectors.notify import CARRIERS, CarrierKind
from cockpit.connectors.refusals import failure_of, refused
from cockpit.connectors.reply import Reply
from cockpit.domain.message import message
from cockpit.ports.channels import Carrier, Manner, Note, Receipt, Urgency
from cockpit.ports.clock import Clock
from cockpit.ports.errors import Refusal, SourceError, UnreachableError
from cockpit.ports.sources import Auth, SourceSettings

MOST_TITLE, MOST_TEXT = 250, 2_500
"""A section holds 3,000 characters, and what is escaped is longer than what is shown."""

MOST_ANSWER_BYTES = 64 * 1024
SIGNS = {Urgency.ACT_NOW: "🔴", Urgency.WATCH: "🟠", Urgency.NEWS: "🔹"}
"""Before the title, so that a glance at the list of chats tells the urgent ones."""

_ESCAPED = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "*": "\u2217", "~": "\u223c", "`": "\u02cb"}
)
"""Slack asks for the first three; it has no way to escape its marks for bold and the like."""


class Slack:
    """One webhook, which is one channel of one chat."""

    def __init__(self, client: Client, path: str) -> None:
        self._client = client
        self._path = path

    def send(self, note: Note) -> Receipt:
        """Write the note into the chat; asking twice writes it twice."""
        body = json.dumps(content(note), ensure_ascii=False).encode()
        reply = self._client.post(self._path, body)
        if reply.body.lstrip().startswith(b"<"):  # its `ok` is called text/html, and is no page
            raise reply.bad(SourceCode.LOGIN_PAGE)
        return Receipt(reply.contact.at, reply.status)

    def shows(self, _note: Note) -> bool | None:
        """Return None: a webhook cannot be asked what stands in the chat."""
        return None

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()


def content(note: Note) -> dict[str, object]:
    """Return the body of the request; nothing in it can mention people or hide a link."""
    title = f"{SIGNS[note.urgency]} *{escaped(note.title, MOST_TITLE)}*"
    text = escaped(note.text, MOST_TEXT)
    lines = [title, text] if text else [title]
    if note.link is not None:
        lines.append(escaped(note.link, MOST_TEXT))
    whole = "\n".join(lines)
    section = {"type": "mrkdwn", "text": whole, "verbatim": True}
    return {
        "text": whole,
        "blocks": [{"type": "section", "text": section}],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def escaped(text: str, limit: int) -> str:
    """Return at most `limit` characters of the text, with nothing that Slack would act on."""
    cut = text if len(text) <= limit else f"{text[: limit - 1]}…"
    return cut.translate(_ESCAPED)


def path_of(settings: SourceSettings) -> str:
    """Return the part of the secret address that follows its origin.

    Raises `UnreachableError` when the secret is no address, or one of another origin.
    """
    unfit = UnreachableError(message(CarrierCode.NOT_A_WEBHOOK, source=settings.name))
    try:
        given, wanted = (address_of(url or "", "") for url in (settings.token, settings.url))
    except UnreachableError:
        raise unfit from None
    is_of_origin = given.base_url == wanted.base_url + given.base_path and not wanted.base_path
    if not given.base_path or not is_of_origin:
        raise unfit
    return given.base_path


def _explained(reply: Reply) -> SourceError | None:
    match reply.status:
        case 404:
            return refused(reply, CarrierCode.NO_WEBHOOK, Refusal.NOT_FOUND)
        case 410:
            return refused(reply, CarrierCode.CHAT_ARCHIVED, Refusal.ARCHIVED)
        case 403:
            return refused(reply, CarrierCode.NOT_POSTED, Refusal.NOT_ALLOWED)
        case _:
            return failure_of(reply)


def connect(settings: SourceSettings, clock: Clock) -> Carrier:
    """Open the webhook whose whole address is the secret; nothing is sent yet."""
    path = path_of(settings)
    bare = replace(settings, token=None, auth=Auth.NONE, max_bytes=MOST_ANSWER_BYTES)
    return Slack(open_client(bare, clock, explain=_explained), path)


CARRIERS.add("slack", CarrierKind(connect, Manner(keeps_alarms=False, may_repeat=False)))
