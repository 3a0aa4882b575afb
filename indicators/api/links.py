"""Absolute addresses of explanations."""

from urllib.parse import quote

from django.urls import reverse
from rest_framework.request import Request


class ExplanationLinks:
    """Links of one request to the explanations at the address `name`, whose path has `width` parts."""

    def __init__(self, request: Request, name: str, width: int) -> None:
        placeholders = ["-"] * width
        path = reverse(name, args=placeholders)
        self.base = request.build_absolute_uri(path.removesuffix("/".join([*placeholders, ""])))

    def to(self, *parts: str) -> str:
        """The link to the explanation of a key; codes may hold any character, so they are percent-encoded."""
        return self.base + "".join(f"{quote(part, safe='')}/" for part in parts)
