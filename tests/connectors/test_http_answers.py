"""What is no answer: pages, broken JSON, too much, and what cannot be unpacked."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from cockpit.connectors.codes import SourceCode
from cockpit.ports.errors import BadAnswerError
from tests.connectors.near import client, failure
from tests.kit import faulty_ways as ways
from tests.kit.faulty import Behaviour, faulty, http, saying

PAGE = http(b"<!DOCTYPE html><title>Sign in</title>", kind="text/html")


UNUSABLE = [
    pytest.param(PAGE, SourceCode.LOGIN_PAGE, id="a page"),
    pytest.param(http(b"\xef\xbb\xbf <p>", kind="x"), SourceCode.LOGIN_PAGE, id="a page by look"),
    pytest.param(http(ways.SOUND[:-9]), SourceCode.NOT_JSON, id="cut but complete"),
    pytest.param(http(b""), SourceCode.NOT_JSON, id="nothing"),
    pytest.param(http(b'{"a":"\xff"}'), SourceCode.NOT_JSON, id="not UTF-8"),
    pytest.param(http(b'{"a":NaN}'), SourceCode.NOT_FINITE, id="NaN"),
    pytest.param(http(b'{"a":-Infinity}'), SourceCode.NOT_FINITE, id="infinity"),
    pytest.param(http(b'{"a":1e400}'), SourceCode.NOT_FINITE, id="1e400"),
    pytest.param(http(b'{"a":1,"a":2}'), SourceCode.DOUBLE_KEY, id="double key"),
    pytest.param(http(ways.deep(200_000)), SourceCode.TOO_DEEP, id="deep"),
    pytest.param(http(b'{"a":' + b"9" * 5000 + b"}"), SourceCode.NOT_JSON, id="5,000 digits"),
]


@pytest.mark.parametrize(("response", "code"), UNUSABLE)
def test_json_that_is_not_sound_is_no_answer(response: bytes, code: SourceCode) -> None:
    with faulty(saying(response)) as server:
        opened = client(server.url)
        error = failure(lambda: opened.get("/x").json())
        assert isinstance(error, BadAnswerError)
        assert (error.message.code, error.may_have_applied) == (code, False)
        error = failure(lambda: opened.post("/x").json())
        assert error.may_have_applied
        opened.close()


TOO_MUCH = [
    pytest.param(saying(http(b" " * 2_000_000)), SourceCode.TOO_LARGE, id="a large body"),
    pytest.param(ways.endless, SourceCode.TOO_LARGE, id="an endless body"),
    pytest.param(ways.gzip_bomb(300), SourceCode.TOO_LARGE, id="a gzip bomb"),
    pytest.param(ways.many_headers, SourceCode.NOT_HTTP, id="headers without end"),
    pytest.param(saying(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), SourceCode.NOT_HTTP, id="no HTTP"),
    pytest.param(
        saying(http(b"x", headers="Content-Encoding: br\r\n")), SourceCode.BAD_ENCODING, id="br"
    ),
    pytest.param(
        saying(http(b"x", headers="Content-Encoding: gzip\r\n")),
        SourceCode.BAD_ENCODING,
        id="no gzip",
    ),
    pytest.param(
        saying(http(b"\x1f\x8b\x08\x00", headers="Content-Encoding: gzip\r\n")),
        SourceCode.BAD_ENCODING,
        id="cut gzip",
    ),
]


@pytest.mark.parametrize(("behave", "code"), TOO_MUCH)
def test_too_much_or_unreadable_is_no_answer(behave: Behaviour, code: SourceCode) -> None:
    with faulty(behave) as server:
        opened = client(server.url, max_bytes=1_000_000, deadline_s=2.0)
        error = failure(lambda: opened.get("/x"))
        opened.close()
    assert error.message.code == code


MEASURE = """
import resource, sys
from cockpit.ports.errors import SourceError
from cockpit.connectors.http import open_client
from tests.connectors.near import CLOCK, source
def peak_kib():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
opened = open_client(source(sys.argv[1], deadline_s=5.0), CLOCK)
before_kib = peak_kib()
try:
    opened.get("/x")
except SourceError as error:
    print(error.message.code, peak_kib() - before_kib)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of the memory in KiB")
@pytest.mark.parametrize("behave", [ways.gzip_bomb(300), ways.endless], ids=["bomb", "endless"])
def test_a_body_without_end_costs_no_more_than_thirty_mebibytes(behave: Behaviour) -> None:
    with faulty(behave) as server:
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, server.url],
            capture_output=True,
            encoding="utf-8",
            check=True,
            cwd=Path(__file__).parents[2],
        )
    code, grown_kib = done.stdout.split()
    assert code == SourceCode.TOO_LARGE
    assert int(grown_kib) <= 30 * 1024


def test_a_packed_body_below_the_cap_is_unpacked() -> None:
    packed = http(gzip.compress(ways.SOUND), headers="Content-Encoding: gzip\r\n")
    with faulty(saying(packed)) as server:
        opened = client(server.url)
        assert opened.get("/x").body == ways.SOUND
        opened.close()
    assert server.seen[0].headers["accept-encoding"] == "gzip"


def test_an_unheard_of_status_is_no_answer() -> None:
    with faulty(saying(http(b"{}", status=999))) as server:
        opened = client(server.url)
        assert failure(lambda: opened.get("/x")).message.code == SourceCode.UNASKED_STATUS
        opened.close()
