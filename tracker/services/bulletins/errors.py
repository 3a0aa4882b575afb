"""What every step on a bulletin raises when it may not be taken."""

from tracker.domain.bulletins.way import Refusal


class BulletinRefusedError(Exception):
    """Nothing was stored; `refusals` lists every reason."""

    code = "refused"

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__("；".join(refusal.message for refusal in refusals))
        self.refusals = refusals
