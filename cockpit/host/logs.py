"""The log of this program: one JSON line an event, without secrets and without local variables."""

import json
import logging
import re
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cached_property
from logging.handlers import RotatingFileHandler
from pathlib import Path

from typing_extensions import override

FILE = "cockpit.log"
MAX_BYTES = 2 * 1024 * 1024
FILES_KEPT = 3
HIDDEN = "[hidden]"
QUIET = ("httpx", "httpcore", "keyring", "urllib3", "filelock")
"""Libraries that print addresses or more at INFO."""

_MIN_SECRET = 4
# Texts arrive inside JSON, so a quote may have a backslash before it.
_QUOTE = r"\\*[\"']"
_NAMED = rf"({_QUOTE})?\s*[:=]\s*({_QUOTE})?"
_SHAPES = (
    re.compile(rf"(?i)(?P<kept>\bauthorization{_NAMED})[^\"'\\\r\n,}}]+"),
    re.compile(r"(?i)(?P<kept>\b(?:bearer|basic)\s+)[A-Za-z0-9._~+/=:-]{4,}"),
    re.compile(
        rf"(?i)(?P<kept>(?:token|secret|password|signature|api[_-]?key){_NAMED})[^\"'\\\s,&}}]+"
    ),
    re.compile(r"(?P<kept>://)[^/\s@\"']+(?=@)"),
    re.compile(r"(?P<kept>)[\w*-]+:[\w*-]+\.[0-9a-f]{24,}"),  # a token of Unleash
)


class Redactor:
    """Hides secrets in texts: those that it was told of, and what looks like one."""

    def __init__(self) -> None:
        self._secrets: tuple[str, ...] = ()

    def hide(self, secrets: Iterable[str]) -> None:
        """Hide these from now on; what is too short to be a secret is passed over."""
        plain = [text for text in secrets if len(text) >= _MIN_SECRET]
        as_json = [json.dumps(text, ensure_ascii=False)[1:-1] for text in plain]
        known = {*self._secrets, *plain, *as_json}
        self._secrets = tuple(sorted(known, key=len, reverse=True))

    def redacted(self, text: str) -> str:
        """Return the text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        for shape in _SHAPES:
            text = shape.sub(rf"\g<kept>{HIDDEN}", text)
        return text


class RedactedLines(logging.Formatter):
    """One JSON line a record, without secrets; what makes them is loaded for the first one."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    @override
    def format(self, record: logging.LogRecord) -> str:
        return self._redactor.redacted(self._lines.format(record))

    @cached_property
    def _lines(self) -> logging.Formatter:
        import structlog  # a twentieth of the start of a command that logs nothing

        return structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.StackInfoRenderer(),
                structlog.processors.format_exc_info,  # the plain traceback, which holds no locals
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
            ],
        )


class LogFile(RotatingFileHandler):
    """A log that cannot be written, as on a full disk, keeps nobody back and stays silent."""

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        """Drop the line: the library would print the traceback of this and of what was logged."""

    @override
    def close(self) -> None:
        with suppress(OSError):
            super().close()


def start_logs(folder: Path, redactor: Redactor) -> Callable[[], None]:
    """Write the log into `folder`, readable by its owner alone, and return what ends it.

    Raises `OSError` when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = _private_file(folder / FILE)
    handler.setFormatter(RedactedLines(redactor))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)

    def end() -> None:
        root.removeHandler(handler)
        root.setLevel(before)
        handler.close()

    return end


def _private_file(file: Path) -> LogFile:
    file.touch(mode=0o600)
    # Two processes on Windows cannot rename a file that both hold: then it just grows on.
    size = 0 if sys.platform == "win32" else MAX_BYTES
    return LogFile(file, maxBytes=size, backupCount=FILES_KEPT, encoding="utf-8", delay=True)
