"""When each question is asked next: each keeps its place within the interval."""

from msgspec import Struct

from cockpit.app.plan import FIRST_WINDOWS_S, Windowed
from cockpit.app.questions import Question

MOST_PAUSE_S = 300.0
MOST_DOUBLINGS = 6


class Turn(Struct):
    """When a question is asked next, on the clock that only grows; `is_asked` while it waits."""

    question: Question
    is_asked: bool = False
    due_s: float = float("-inf")
    count_due_s: float = float("-inf")
    failures_count: int = 0

    @property
    def is_for_first(self) -> bool:
        """Whether a first look asks it: the longest windows cost a server more than that."""
        question = self.question
        return not isinstance(question, Windowed) or question.range_s <= FIRST_WINDOWS_S

    def told(self, now_s: float, every_s: float, place_ratio: float) -> None:
        """Have it asked again after an interval: once spread, questions stay spread."""
        self.failures_count = 0
        place_s = every_s * place_ratio
        self.due_s = (now_s - place_s) // every_s * every_s + every_s + place_s

    def failed(self, now_s: float, interval_s: float) -> None:
        """Leave it in peace, twice as long as after the last failure."""
        self.failures_count += 1
        pause_s = interval_s * 2.0 ** min(self.failures_count, MOST_DOUBLINGS)
        self.due_s = now_s + min(MOST_PAUSE_S, pause_s)
