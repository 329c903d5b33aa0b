"""Systems that keep metrics, one file each."""

from collections.abc import Callable
from typing import TypeAlias

from cockpit.ports.clock import Clock
from cockpit.ports.metrics import MetricSource
from cockpit.ports.sources import SourceSettings
from cockpit.registry import Registry

ConnectMetrics: TypeAlias = Callable[[SourceSettings, Clock], MetricSource]

METRICS: Registry[ConnectMetrics] = Registry("cockpit.connectors.metrics")
