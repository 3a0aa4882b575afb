"""One canonical text for what is frozen, so that its digest is the same whoever writes it down."""

import hashlib
import json
from typing import Any


def canonical_digest(content: Any) -> str:
    """SHA-256 of JSON content: sorted names, no blanks, characters as they are."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
