"""A firm with every version of its facts and taxes, and its score cards."""

from collections.abc import Sequence

from tracker.models import Enterprise, EnterpriseFact, EnterpriseTax, ScoreCard


def versions_of_facts(enterprise: Enterprise) -> Sequence[EnterpriseFact]:
    """The newest year and version first."""
    rows = EnterpriseFact.objects.filter(enterprise=enterprise).select_related("audit_entry")
    return list(rows.order_by("-year", "-version"))


def versions_of_taxes(enterprise: Enterprise) -> Sequence[EnterpriseTax]:
    return list(EnterpriseTax.objects.filter(enterprise=enterprise).order_by("-year", "component", "-version"))


def cards_of_firm(enterprise: Enterprise) -> Sequence[ScoreCard]:
    rows = ScoreCard.objects.filter(enterprise=enterprise).select_related("round", "scheme")
    return list(rows.defer("items", "inputs", "explanation").order_by("-round__year", "round__code"))
