"""The digest that a bulletin's content is known by."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from tracker.domain.bulletins.recipe import WITHOUT_DERIVATIONS

FIRST_PARTS = ("recipe", "inputs", "document", "methods")
PARTS = (*FIRST_PARTS, "derivations")


def digest_of(content: Mapping[str, Any]) -> str:
    """The SHA-256 of the parts in one canonical form: all of them, or those there were when it was made."""
    names = FIRST_PARTS if content["methods"].get("bulletin") == WITHOUT_DERIVATIONS else PARTS
    parts = {name: content[name] for name in names}
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
