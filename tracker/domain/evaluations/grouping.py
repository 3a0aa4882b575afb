"""Who takes part in a scheme, in which group, and who is class T."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from tracker.domain.evaluations.facts import Firm, FirmFacts, size_class_of
from tracker.domain.evaluations.notes import Note, Unrated
from tracker.domain.evaluations.scheme import GroupField, Scheme


def takes_part(scheme: Scheme, firm: Firm, facts: FirmFacts) -> bool:
    """Facts of the scheme's year and its size class; class T takes part and gets a card."""
    return facts.year == scheme.year and size_class_of(firm, facts) == scheme.size_class


def group_of(scheme: Scheme, firm: Firm, facts: FirmFacts) -> tuple[str, ...]:
    """The values of `group_by`, in its order; the size class is that of the year."""
    return tuple(
        size_class_of(firm, facts).value if field is GroupField.SIZE_CLASS else getattr(firm, field)
        for field in scheme.group_by
    )


def groups_of(
    scheme: Scheme, firms: Iterable[Firm], facts: Mapping[str, FirmFacts]
) -> dict[tuple[str, ...], list[Firm]]:
    """The firms that take part, by group; groups sorted, firms in their order. A firm without facts does not."""
    groups: dict[tuple[str, ...], list[Firm]] = defaultdict(list)
    for firm in firms:
        if firm.code in facts and takes_part(scheme, firm, facts[firm.code]):
            groups[group_of(scheme, firm, facts[firm.code])].append(firm)
    return dict(sorted(groups.items()))


def unrated_note(firm: Firm, facts: FirmFacts) -> Note | None:
    """Why the firm is class T: exempt, or under 24 months in production on 31 December of the year.

    Only who began by 31 December two years before has them: whoever began in the year before or later has not.
    """
    reason = facts.exempt_reason or firm.exempt_reason
    if reason:
        return Note(Unrated.EXEMPT, f"不参评：{reason}")
    since = firm.in_production_from
    if since is not None and since.year > facts.year - 2:
        return Note(Unrated.NEW, f"{since} 投产，至 {facts.year} 年 12 月 31 日不满 24 个月，不参评")
    return None
