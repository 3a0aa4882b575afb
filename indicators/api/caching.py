"""Answers that need not be made again: entity tags over the version of the data, and finished bodies kept in memory."""

import hashlib
import threading
from collections import OrderedDict
from datetime import date

from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from rest_framework.request import Request

from indicators.queries.versions import data_version

FORM = 1  # grows when the form of an answer changes, so that older tags no longer match
MEGABYTE = 1024 * 1024


class BodyCache:
    """Bodies by entity tag, the least used dropped first, never more than `limit` bytes of this process."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.bodies: OrderedDict[str, bytes] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, tag: str) -> bytes | None:
        with self.lock:
            if tag in self.bodies:
                self.bodies.move_to_end(tag)
            return self.bodies.get(tag)

    def put(self, tag: str, body: bytes) -> None:
        """Keep `body`, unless it would push out more than a quarter of what is kept."""
        if len(body) > self.limit // 4:
            return
        with self.lock:
            self.size += len(body) - len(self.bodies.pop(tag, b""))
            self.bodies[tag] = body
            while self.size > self.limit:
                self.size -= len(self.bodies.popitem(last=False)[1])

    def clear(self) -> None:
        with self.lock:
            self.bodies.clear()
            self.size = 0


bodies = BodyCache(16 * MEGABYTE)


def entity_tag(request: Request, day: date | None = None) -> str:
    """One tag for one address at one version of the data; who may read is settled before. One query.

    Links inside the body are absolute, so the whole address counts. `day` is given for what a new day may change.
    """
    text = f"{FORM} {data_version()} {day or ''} {request.build_absolute_uri()}"
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def not_modified(request: Request, tag: str) -> HttpResponseBase | None:
    """304 when the client's copy is still right."""
    answer = get_conditional_response(request, etag=tag)
    return None if answer is None else tagged(answer, tag)


def not_to_keep(answer: HttpResponseBase) -> HttpResponseBase:
    """What is one account's business at one moment: nobody keeps it."""
    answer["Cache-Control"] = "private, no-store"
    return answer


def tagged(answer: HttpResponseBase, tag: str) -> HttpResponseBase:
    """The answer with its tag; caches on the way keep nothing and clients ask each time."""
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    patch_vary_headers(answer, ["Authorization", "Cookie"])
    return answer
