"""Release Cockpit: control a release before the KPIs wobble."""

__version__ = "0.1.0"
