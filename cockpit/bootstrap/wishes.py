"""What people at a window may wish for, besides the ways out."""

from typing import Literal, TypeAlias

Wish: TypeAlias = Literal[
    "step",
    "plan",
    "deployed",
    "hold",
    "resume",
    "accept",
    "take_over",
    "close",
    "answer",
    "sign",
    "no_go",
    "reason",
    "dispute",
    "note",
    "shelve",
    "unshelve",
    "rate",
]
"""What an answer is about."""
