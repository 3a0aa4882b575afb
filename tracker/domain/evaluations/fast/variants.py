"""What a card may note beside an item score, as small codes for a column."""

from tracker.domain.evaluations.notes import Gap, Limit

VARIANTS: tuple[Limit | Gap | None, ...] = (None, *Limit, *Gap)
NO_NOTE = 0


def code_of(note: Limit | Gap) -> int:
    return VARIANTS.index(note)
