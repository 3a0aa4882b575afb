"""The form of area codes (GB/T 2260) and the shape of the tree."""

import re
from collections.abc import Iterator, Mapping

_FORMS = {
    "province": (re.compile(r"[1-9]\d0000", re.ASCII), "省级代码为六位数字，后四位为 0，如 430000"),
    "city": (re.compile(r"[1-9]\d(?!00)\d\d00", re.ASCII), "市级代码为六位数字，后两位为 0，如 430300"),
    "county": (re.compile(r"[1-9]\d\d\d(?!00)\d\d", re.ASCII), "县级代码为六位数字，后两位不为 0，如 430302"),
}


def area_code_fault(kind: str, code: str) -> str | None:
    """What is wrong with the code of an area of this kind, None when nothing is; park and country codes are free.

    >>> area_code_fault("city", "430300"), area_code_fault("park", "XT-GX")
    (None, None)
    """
    form, message = _FORMS.get(kind, (None, ""))
    return None if form is None or form.fullmatch(code) else f"“{code}”不是行政区划代码（GB/T 2260）：{message}"


def closed_chains(link: Mapping[str, str | None]) -> Iterator[str]:
    """The codes whose chain of links comes back to themselves.

    >>> list(closed_chains({"a": "b", "b": "a", "c": "a", "d": None}))
    ['a', 'b']
    """
    for start in link:
        seen = {start}
        following = link[start]
        while following is not None and following not in seen:
            seen.add(following)
            following = link.get(following)
        if following == start:
            yield start
