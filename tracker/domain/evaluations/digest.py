"""The digest of a published result: SHA-256 over its groups and cards with their inputs."""

import hashlib
import json
from collections.abc import Iterable, Sequence


def digest_of(contents: Iterable[Sequence[object]]) -> str:
    """One line of JSON for each content, in this order and in bounded memory."""
    digest = hashlib.sha256()
    for content in contents:
        digest.update(json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
        digest.update(b"\n")
    return digest.hexdigest()
