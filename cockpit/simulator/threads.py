"""The one place where the simulator starts threads of its own."""

from collections.abc import Callable
from threading import Thread  # noqa: TID251 - the simulator stands alone and has no lanes

__all__ = ["Thread", "start_thread", "together"]


def start_thread(name: str, work: Callable[[], None]) -> Thread:
    """Start `work` on a thread called `name` and return it, so that somebody joins it."""
    thread = Thread(name=f"simulator {name}", target=work)
    thread.start()
    return thread


def together(work: Callable[[], None], *more: Callable[[], None]) -> None:
    """Do all of it at once and return when the last one is done."""
    threads = [start_thread(f"helper {number}", each) for number, each in enumerate(more)]
    work()
    for thread in threads:
        thread.join()
