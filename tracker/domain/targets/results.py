"""The numbers and verdicts of an assessment as they are kept and compared: six decimals, as programs get them."""

from typing import Any

from indicators.domain.numbers import plain_six
from tracker.domain.targets.outlook import Outlook
from tracker.domain.targets.record import AssessmentRecord, Line

NUMBERS = ("actual", "expected", "share_done", "share_expected", "needed")


def results_of(record: AssessmentRecord) -> list[dict[str, Any]]:
    """One result a line, in the order of the table."""
    return [result_of(record, line) for line in record.lines]


def result_of(record: AssessmentRecord, line: Line) -> dict[str, Any]:
    progress = record.progress(line)
    return {
        **{name: plain_six(getattr(progress, name)) for name in NUMBERS},
        "verdict": progress.verdict.value,
        "counted": record.verdict(line).value,
        "reason": progress.reason,
        "broken": list(progress.broken),
        "outlook": outlook_result(record.outlook(line)),
    }


def outlook_result(outlook: Outlook) -> dict[str, Any]:
    return {
        "value": plain_six(outlook.value),
        "low": plain_six(outlook.low),
        "high": plain_six(outlook.high),
        "will_meet": outlook.will_meet,
        "reason": outlook.reason,
    }
