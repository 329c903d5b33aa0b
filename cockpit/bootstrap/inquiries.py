"""What a person at the window asks to read or to test, answered on lanes of their own.

Nothing here moves anything outside. A search in a long journal, a verification or a keyring that
does not answer keeps neither an action nor a snapshot waiting.
"""

from collections.abc import Callable
from pathlib import Path

from cockpit.app.lanes import Lane
from cockpit.app.row_search import RowsRead, RowsWanted
from cockpit.bootstrap.cockpit import Cockpit
from cockpit.bootstrap.codes import BootCode
from cockpit.bootstrap.secrets import origins_of
from cockpit.domain.message import message
from cockpit.ports.journal import JournalError
from cockpit.ports.secrets import SecretsError
from cockpit.ui.hands import News
from cockpit.ui.news import (
    ChannelTried,
    Exported,
    MinutesSaved,
    RowText,
    SecretPut,
    SourceTested,
    Verified,
)

CLOSE_S = 0.5
TESTS_WIDTH = 2


class Inquiries:
    """Answers by `tell`, which is called on the lanes' threads. Open until `close`."""

    def __init__(self, cockpit: Cockpit, tell: Callable[[News], None]) -> None:
        self._cockpit = cockpit
        self._tell = tell
        self._reading = Lane("reading", _logged)
        self._testing = Lane("testing", _logged, width=TESTS_WIDTH)

    def close(self) -> None:
        """End the lanes; what hangs is left behind."""
        self._reading.close(CLOSE_S)
        self._testing.close(CLOSE_S)

    def rows(self, wanted: RowsWanted) -> None:
        """Read rows of the journal."""
        self._reading.submit(lambda: self._tell(self._rows(wanted)))

    def row_text(self, seq: int) -> None:
        """Read one row as it stands in the journal."""
        self._reading.submit(lambda: self._tell(self._row_text(seq)))

    def verify(self) -> None:
        """Verify the journal."""
        self._testing.submit(lambda: self._tell(self._verified()))

    def export(self, file: Path) -> None:
        """Write the journal to a file: a table for `.csv`, else lines of JSON."""
        self._testing.submit(lambda: self._tell(self._exported(file)))

    def save_minutes(self, file: Path, text: str) -> None:
        """Write the minutes of a Go/No-Go to a file."""
        self._testing.submit(lambda: self._tell(_saved(file, text)))

    def test_source(self, source: str) -> None:
        """Ask a source something cheap."""
        self._testing.submit(lambda: self._tell(self._tested(source)))

    def test_channel(self, channel: str) -> None:
        """Send a marked message through a channel, and write down what comes of it."""
        self._testing.submit(lambda: self._tell(self._tried(channel)))

    def put_secret(self, secret: str, text: str) -> None:
        """Put a secret into the keyring, bound to the origins of the sources that name it."""
        self._testing.submit(lambda: self._tell(self._put(secret, text)))

    # ------------------------------------------------------------ on the lanes

    def _rows(self, wanted: RowsWanted) -> RowsRead:
        from cockpit.app.journal_rows import read_rows

        try:
            return read_rows(self._cockpit.journal, wanted)
        except JournalError as error:
            return RowsRead(wanted, (), None, error.message)

    def _row_text(self, seq: int) -> RowText:
        from cockpit.storage.codec import encode

        try:
            rows = self._cockpit.journal.page(after_seq=max(0, seq - 2), limit=2)
        except JournalError as error:
            return RowText(seq, "", "", error.message)
        found = {row.seq: row for row in rows}
        if seq not in found:
            return RowText(seq, "", "")
        before = found.get(seq - 1)
        text = encode(found[seq].entry).decode()
        return RowText(seq, text, "" if before is None else before.hash_hex)

    def _verified(self) -> Verified:
        from cockpit.bootstrap.audit import audited

        cockpit, clock = self._cockpit, self._cockpit.clock
        began_s = clock.monotonic_s()
        surroundings = cockpit.surroundings
        try:
            found = audited(cockpit.file, keys=surroundings.keys, root=surroundings.root)
        except JournalError as error:
            return Verified(2, (error.message,), clock.now(), clock.monotonic_s() - began_s)
        result = found.exit_code
        return Verified(
            result if result in {0, 1} else 2,  # type: ignore[arg-type]  # one of three
            found.messages,
            clock.now(),
            clock.monotonic_s() - began_s,
            found.report.first_bad_seq,
        )

    def _exported(self, file: Path) -> Exported:
        from cockpit.bootstrap.audit import exported

        root = self._cockpit.surroundings.root
        is_table = file.suffix.lower() == ".csv"
        try:
            exported(self._cockpit.file, file, as_table=is_table, root=root)
        except JournalError as error:
            return Exported(file, error.message)
        except OSError as error:
            told = message(BootCode.NOT_EXPORTED, file=str(file), reason=error.strerror or "")
            return Exported(file, told)
        return Exported(file)

    def _tested(self, source: str) -> SourceTested:
        from cockpit.bootstrap.checks import abilities, trouble_of

        clock = self._cockpit.clock
        began_s = clock.monotonic_s()
        trouble = trouble_of(self._cockpit.sources, source)
        took_s = clock.monotonic_s() - began_s
        can = abilities(self._cockpit.sources, self._cockpit.workspace, source)
        return SourceTested(source, trouble, can, clock.now(), took_s)

    def _tried(self, channel: str) -> ChannelTried:
        from cockpit.bootstrap.channels import channel_tested

        cockpit = self._cockpit
        carrier, person = cockpit.channels[channel], cockpit.hand.person
        event = channel_tested(cockpit.workspace, channel, carrier, cockpit.clock, person)
        try:
            cockpit.record(event)
        except JournalError as error:
            return ChannelTried(channel, event, cockpit.clock.now(), error.message)
        return ChannelTried(channel, event, cockpit.clock.now())

    def _put(self, secret: str, text: str) -> SecretPut:
        origins = origins_of(self._cockpit.workspace, secret)
        if not origins or not text.strip():
            return SecretPut(secret, message(BootCode.SECRET_UNWANTED, secret=secret))
        try:
            for origin in origins:
                self._cockpit.surroundings.secrets.write(origin, secret, text.strip())
        except SecretsError as error:
            return SecretPut(secret, error.message)
        return SecretPut(secret)


def _logged(_error: Exception) -> None:
    """Do nothing more: the lane has logged it."""


def _saved(file: Path, text: str) -> MinutesSaved:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        told = message(BootCode.NOT_SAVED, file=str(file), reason=error.strerror or "")
        return MinutesSaved(file, told)
    return MinutesSaved(file)
