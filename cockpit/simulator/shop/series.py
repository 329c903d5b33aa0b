"""The list of time series that the shop may count."""

from dataclasses import dataclass

Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Series:
    """A name with labels. Values are kept as whole numbers of 1/`scale`.

    `witness` is the place of the series whose count brings this one to light: a histogram's
    buckets appear together.
    """

    name: str
    labels: Labels
    kind: str
    scale: int
    witness: int


class Catalogue:
    """Series by place; it only grows."""

    def __init__(self) -> None:
        self.series: list[Series] = []
        self._places: dict[tuple[str, Labels], int] = {}

    def place(
        self,
        name: str,
        labels: dict[str, str],
        *,
        kind: str = "counter",
        scale: int = 1,
        witness: int | None = None,
    ) -> int:
        """Return the place of a series, adding it when it is new; empty labels are left out."""
        key = (name, tuple(sorted((label, value) for label, value in labels.items() if value)))
        found = self._places.get(key)
        if found is None:
            found = len(self.series)
            own = found if witness is None else witness
            self.series.append(Series(name, key[1], kind, scale, own))
            self._places[key] = found
        return found
