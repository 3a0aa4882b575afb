"""The score cards of a round as a CSV file, every line with the labels of the round."""

from collections.abc import Mapping, Sequence

from indicators.admin.csv_export import Column
from indicators.domain.numbers import plain_six
from tracker.admin.evaluation_words import grade_text, score_text


def export_columns(labels: Sequence[str], grades: Mapping[str, str]) -> list[Column]:
    """Columns that read a score card with its firm and scheme."""
    said = "；".join(labels)
    return [
        ("统一社会信用代码", lambda card: card.enterprise.code),
        ("企业", lambda card: card.enterprise.name),
        ("园区", lambda card: card.enterprise.park.name if card.enterprise.park else ""),
        ("行业", lambda card: card.enterprise.industry),
        ("评价标准", lambda card: card.group.scheme.code),
        ("分组", lambda card: card.group.name),
        ("得分", lambda card: score_text(card.score)),
        ("得分（六位小数）", lambda card: plain_six(card.score) or ""),
        ("位次", lambda card: "" if card.rank is None else card.rank),
        ("参排户数", lambda card: card.group.of),
        ("档次", lambda card: grade_text(card.grade, grades)),
        ("说明", lambda card: said),
    ]
