"""What stands around the text of a bulletin: who issues it, under which number, when, and how far it may go."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """`issued_on` is None while the bulletin is a draft, which the files then say.

    `document_number` (发文字号) is printed only by a template that has a place for it. `version` is 1 for the first
    issue; a later one is a corrected version and carries its `reason`.
    """

    office: str
    use_level: str  # the label: 公开, 内部
    issued_on: date | None
    document_number: str = ""
    version: int = 1
    reason: str = ""

    @property
    def is_draft(self) -> bool:
        return self.issued_on is None
