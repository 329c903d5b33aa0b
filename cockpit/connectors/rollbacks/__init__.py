"""Servers that run rollback jobs, one file each."""

from collections.abc import Callable
from typing import TypeAlias

from cockpit.ports.clock import Clock
from cockpit.ports.rollbacks import RollbackControl
from cockpit.ports.sources import SourceSettings
from cockpit.registry import Registry

ConnectRollbacks: TypeAlias = Callable[[SourceSettings, Clock], RollbackControl]

ROLLBACKS: Registry[ConnectRollbacks] = Registry("cockpit.connectors.rollbacks")
