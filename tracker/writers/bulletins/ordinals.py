"""How the parts of an official document are counted: 一、二、三、"""

_NUMERALS = "零一二三四五六七八九"


def ordinal(number: int) -> str:
    """1 to 99 in Chinese numerals.

    >>> ordinal(1), ordinal(10), ordinal(21)
    ('一', '十', '二十一')
    """
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return f"{head}{_NUMERALS[ones] if ones or not tens else ''}"


def imprint_lines(is_draft: bool, use_level: str, version: int, reason: str) -> list[str]:
    """What stands below the title: that it is a draft, how far it may go, which version and why."""
    lines = ["（拟稿，未签发）"] if is_draft else []
    lines.append(f"使用范围：{use_level}")
    if version > 1:
        lines.append(f"（更正稿，第{version}版。更正原因：{reason}）")
    return lines
