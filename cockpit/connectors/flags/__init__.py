"""Flag servers, one file each."""

from collections.abc import Callable
from typing import TypeAlias

from cockpit.ports.clock import Clock
from cockpit.ports.flags import FlagControl
from cockpit.ports.sources import SourceSettings
from cockpit.registry import Registry

ConnectFlags: TypeAlias = Callable[[SourceSettings, Clock], FlagControl]

FLAGS: Registry[ConnectFlags] = Registry("cockpit.connectors.flags")
