"""The digest that a bulletin's content is known by."""

from collections.abc import Mapping
from typing import Any

from indicators.choices import AuditAction
from indicators.models import AuditEntry
from tracker.domain.bulletins.recipe import WITHOUT_DERIVATIONS
from tracker.domain.canonical import canonical_digest

FIRST_PARTS = ("recipe", "inputs", "document", "methods")
PARTS = (*FIRST_PARTS, "derivations")


def digest_of(content: Mapping[str, Any]) -> str:
    """The SHA-256 of the parts in one canonical form: all of them, or those there were when it was made."""
    names = FIRST_PARTS if content["methods"].get("bulletin") == WITHOUT_DERIVATIONS else PARTS
    return canonical_digest({name: content[name] for name in names})


def digests_at_issue() -> dict[str, str]:
    """By key of the bulletin the digest that the audit trail took down when it was issued."""
    entries = AuditEntry.objects.filter(object_type="bulletin", action=AuditAction.ISSUED)
    return {key: (new or {}).get("content", "") for key, new in entries.values_list("object_key", "new")}
