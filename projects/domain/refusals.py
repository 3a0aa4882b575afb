"""Why something is refused."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason: a stable code, and words that say what to do about it."""

    code: str
    message: str


class RefusedError(Exception):
    """Nothing was stored; `refusals` lists every reason."""

    code = "refused"

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__("；".join(each.message for each in refusals))
        self.refusals = refusals
