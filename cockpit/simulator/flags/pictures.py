"""How the admin API shows flags."""

from typing import Any

from cockpit.simulator.flags.store import PROJECT, Flag, FlagHere, Strategy

_ORDER = {"development": 2, "production": 3}


def created(flag: Flag) -> dict[str, Any]:
    """Return a flag as the answer to its creation shows it."""
    return {
        "name": flag.name,
        "description": flag.description,
        "type": flag.kind,
        "project": PROJECT,
        "stale": False,
        "createdAt": flag.created_at,
        "impressionData": flag.impression_data,
        "archived": flag.is_archived,
    }


def one(flag: Flag) -> dict[str, Any]:
    """Return a flag with its strategies everywhere."""
    environments = [
        {
            "name": name,
            "lastSeenAt": None,
            "enabled": here.enabled,
            "yes": 0,
            "no": 0,
            "type": name,
            "sortOrder": _ORDER[name],
            "strategies": [dict(each) for each in here.strategies],
        }
        for name, here in flag.here.items()
    ]
    return {
        **created(flag),
        "environments": environments,
        "favorite": False,
        "lastSeenAt": None,
        "dependencies": [],
        "children": [],
        "createdBy": _person(flag),
        "collaborators": {"users": []},
    }


def in_environment(flag: Flag, environment: str, here: FlagHere) -> dict[str, Any]:
    """Return a flag in one environment."""
    strategies = [_strategy_here(flag, each) for each in here.strategies]
    return {
        "name": flag.name,
        "environment": environment,
        "enabled": here.enabled,
        "strategies": strategies,
    }


def listed(flag: Flag) -> dict[str, Any]:
    """Return a flag as a row of the project's list."""
    return {
        "type": flag.kind,
        "description": flag.description,
        "favorite": False,
        "name": flag.name,
        "createdAt": flag.created_at,
        "stale": False,
        "impressionData": flag.impression_data,
        "environments": [_row(name, here) for name, here in flag.here.items()],
    }


def searched(flag: Flag) -> dict[str, Any]:
    """Return a flag as a row of the search."""
    usage = {"yes": 0, "no": 0, "changeRequestIds": []}
    return {
        **listed(flag),
        "project": PROJECT,
        "archivedAt": None,
        "dependencyType": None,
        "environments": [_row(name, here) | usage for name, here in flag.here.items()],
        "segments": [],
        "createdBy": _person(flag),
    }


def _person(flag: Flag) -> dict[str, Any]:
    return {"id": flag.created_by.user_id, "name": flag.created_by.name, "imageUrl": ""}


def _row(name: str, here: FlagHere) -> dict[str, Any]:
    return {
        "name": name,
        "enabled": here.enabled,
        "type": name,
        "sortOrder": _ORDER[name],
        "variantCount": 0,
        "lastSeenAt": None,
        "hasStrategies": bool(here.strategies),
        "hasEnabledStrategies": any(not each["disabled"] for each in here.strategies),
    }


def _strategy_here(flag: Flag, strategy: Strategy) -> dict[str, Any]:
    shown = {name: value for name, value in strategy.items() if name != "segments"}
    return {**shown, "featureName": flag.name}
