"""Systems that carry notes to people, one file each."""

from collections.abc import Callable

from msgspec import Struct

from cockpit.ports.channels import Carrier, Manner
from cockpit.ports.clock import Clock
from cockpit.ports.sources import SourceSettings
from cockpit.registry import Registry


class CarrierKind(Struct, frozen=True):
    """A kind of carrier: how to open one, which sends nothing, and how it takes notes."""

    connect: Callable[[SourceSettings, Clock], Carrier]
    manner: Manner


CARRIERS: Registry[CarrierKind] = Registry("cockpit.connectors.notify")
