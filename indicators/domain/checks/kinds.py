"""The words of checks, and which parameters each kind reads."""

from enum import StrEnum

VALUE = "value"
GROWTH = "growth"
MEASURES = (VALUE, GROWTH)


class CheckKind(StrEnum):
    """What a check looks at. `number` is built in: it holds for every cell and cannot be switched off."""

    NUMBER = "number"
    BLANK = "blank"
    DIGITS = "digits"
    RANGE = "range"
    CUMULATIVE = "cumulative"
    JUMP = "jump"
    PARTITION = "partition"
    PUBLISHED_GROWTH = "published_growth"
    MISSING = "missing"


class Severity(StrEnum):
    """A mandatory finding blocks submitting, one to verify wants an explanation."""

    MANDATORY = "mandatory"
    VERIFY = "verify"


# The parameters of a rule that its kind reads; every other one stays empty.
READS: dict[CheckKind, frozenset[str]] = {
    CheckKind.DIGITS: frozenset({"digits"}),
    CheckKind.RANGE: frozenset({"lower", "upper"}),
    CheckKind.JUMP: frozenset({"threshold"}),
    CheckKind.PARTITION: frozenset({"threshold"}),
    CheckKind.PUBLISHED_GROWTH: frozenset({"threshold"}),
}
# The one measure at whose cell a kind stands; the others look at both.
STANDS_AT: dict[CheckKind, str] = {
    CheckKind.CUMULATIVE: VALUE,
    CheckKind.PARTITION: VALUE,
    CheckKind.PUBLISHED_GROWTH: GROWTH,
}
