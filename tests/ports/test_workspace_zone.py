"""A zone has to be one that there is, and nothing else is taken for one."""

import pytest

from cockpit.ports.workspace_fields import ZoneError, zone
from tests.kit.monitoring import workspace


def test_a_zone_of_the_database_is_taken() -> None:
    assert str(zone("Europe/Berlin")) == "Europe/Berlin"
    assert workspace(service={"name": "shop", "time_zone": "Asia/Seoul"}).service.time_zone


@pytest.mark.parametrize("text", ["Mars/Olympus", "", "../etc/passwd", "KST+9 \0", "Europe"])
def test_what_is_no_zone_is_refused(text: str) -> None:
    with pytest.raises(ZoneError):
        zone(text)
