"""统一社会信用代码: form and check character (GB 32100-2015)."""

import re
from dataclasses import dataclass

# The standard's alphabet: digits and capitals without I, O, S, V, Z. A character counts by its place.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BASE = len(ALPHABET)
WEIGHTS = tuple(pow(3, place, BASE) for place in range(17))

# Registering authority and kind of body, six digits of GB/T 2260, nine characters of the body, the check character.
_FORM = re.compile(f"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")


@dataclass(frozen=True, slots=True)
class CodeFault:
    """`code` is `bad_form` or `bad_check`."""

    code: str
    message: str


def check_character(first_17: str) -> str:
    """The eighteenth character of a code.

    >>> check_character("91350100M000100Y4")
    '3'
    """
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(first_17, WEIGHTS, strict=True))
    return ALPHABET[-total % BASE]


def code_fault(code: str) -> CodeFault | None:
    """What is wrong with a code, None when nothing is.

    >>> code_fault("91350100M000100Y43")
    >>> code_fault("91350100M000100Y44").code
    'bad_check'
    """
    if not _FORM.fullmatch(code):
        message = f"“{code[:40]}”不是统一社会信用代码：共 18 位，第 3 至 8 位为数字，大写字母不用 I、O、S、V、Z"
        return CodeFault("bad_form", message)
    expected = check_character(code[:-1])
    if code[-1] != expected:
        return CodeFault("bad_check", f"“{code}”的校验码应为 {expected}，请核对各位")
    return None
