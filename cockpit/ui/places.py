"""The pages of the window in their order: what they are called, their icon and their keys."""

from msgspec import Struct

from cockpit.ui.frame_codes import PlaceCode


class Place(Struct, frozen=True):
    """A page: `shown` is the key as the rail writes it, `keys` are all that lead there.

    A letter comes with the Hangul letter on the same key, for keyboards in Hangul mode.
    `begins_group` says that a line stands above it.
    """

    key: str
    code: PlaceCode
    icon: str
    keys: tuple[str, ...]
    begins_group: bool = False

    @property
    def shown(self) -> str:
        """Return the key as it is written beside the name."""
        return self.keys[0]


PLACES = (
    Place("flow", PlaceCode.FLOW, "flow", ("1",)),
    Place("release", PlaceCode.RELEASE, "release", ("2",)),
    Place("safety", PlaceCode.SAFETY, "safety", ("3",)),
    Place("gonogo", PlaceCode.GONOGO, "checklist", ("G", "ㅎ"), begins_group=True),
    Place("rollout", PlaceCode.ROLLOUT, "rollout", ("R", "ㄱ")),
    Place("incident", PlaceCode.INCIDENT, "incident", ("I", "ㅑ")),
    Place("drill", PlaceCode.DRILL, "drill", ("D", "ㅇ")),
    Place("journal", PlaceCode.JOURNAL, "journal", ("J", "ㅓ"), begins_group=True),
    Place("sources", PlaceCode.SOURCES, "sources", ("S", "ㄴ")),
)
