"""What a source said, before anybody believes it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from cockpit.connectors.codes import SourceCode
from cockpit.connectors.decode import DecodeError, ShapeError, looks_like_a_page, parsed
from cockpit.domain.message import message
from cockpit.ports.errors import BadAnswerError
from cockpit.ports.sources import Contact


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: `headers` with names in lower case, and the decoded body.

    `is_to_change` says that it answers a request for a change, which may have happened even when
    the answer is no use.
    """

    source: str
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    contact: Contact
    is_to_change: bool

    def json(self) -> object:
        """Return the body's JSON; raise `BadAnswerError` for a page, or for what is not sound."""
        self.must_not_be_a_page()
        try:
            return parsed(self.body)
        except DecodeError as error:
            code = error.code
        raise self.bad(code)

    def must_not_be_a_page(self) -> None:
        """Raise `BadAnswerError` for a page that somebody put between us and the source."""
        if looks_like_a_page(self.body, self.headers.get("content-type", "")):
            raise self.bad(SourceCode.LOGIN_PAGE)

    def bad(self, code: StrEnum, **values: str | int) -> BadAnswerError:
        """Return the error that says what is wrong with this answer."""
        return BadAnswerError(
            message(code, source=self.source, **values), may_have_applied=self.is_to_change
        )

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Turn a `ShapeError` inside into the `BadAnswerError` of this answer."""
        try:
            yield
        except ShapeError as error:
            raise self.bad(SourceCode.SHAPE, field=error.field) from None
