"""An alert of a server."""

from cockpit.ports.server_alerts import ServerAlert


def test_an_alert_is_called_by_its_rule() -> None:
    assert ServerAlert({"alertname": "Burn"}, {}, is_firing=True, active_at=None).name == "Burn"
    assert ServerAlert({}, {}, is_firing=True, active_at=None).name == ""
