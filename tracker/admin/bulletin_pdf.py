"""A bulletin's PDF: made from the archived page when asked for, and kept a day, as a long one takes half a minute."""

from contextlib import suppress

from django.core.cache import cache
from redis.exceptions import RedisError

from tracker.models import BulletinFile
from tracker.writers.bulletins.pdf import bulletin_pdf

DAY = 24 * 60 * 60  # seconds


def pdf_of(page: BulletinFile) -> bytes:
    """Raises `PdfUnavailableError`. Where the cache does not answer it is made each time."""
    key = f"bulletin-pdf:{page.sha256}"
    kept: bytes | None = None
    with suppress(RedisError):
        kept = cache.get(key)
    if kept is not None:
        return kept
    content = bulletin_pdf(bytes(page.content).decode())
    with suppress(RedisError):
        cache.set(key, content, DAY)
    return content
