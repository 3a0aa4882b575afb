"""Which firm a row of a bureau means: by exact code, remembered alias, or exact name without a code; else nobody knows.

Nothing is guessed: what is merely alike is a candidate for a person, see `matching_candidates.py`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from unicodedata import normalize

# Marks of width, blanks and dots between the parts of a name say nothing about which firm it is.
_SPACES = re.compile("[\\s\u200b-\u200f\u2060\ufeff]+")
_CODE_MARKS = re.compile(r"[-–—_.]")
_BRACKETS = str.maketrans("[{〔【〈《]}〕】〉》", "(" * 6 + ")" * 6)
# Longest first: 有限公司 ends 股份有限公司, too.
_ENDINGS = ("股份有限公司", "有限责任公司", "有限公司", "公司")


@dataclass(frozen=True, slots=True)
class KnownFirm:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Match:
    """`code` of the firm that was found; without one `reason` says in words why none was."""

    code: str | None
    reason: str = ""


def normal_code(text: str) -> str:
    """Capitals of ordinary width without blanks and hyphens.

    >>> normal_code(" ９１43-0300ma4l00001x")
    '91430300MA4L00001X'
    """
    return _CODE_MARKS.sub("", _SPACES.sub("", normalize("NFKC", text))).upper()


def normal_name(text: str) -> str:
    """Ordinary width and brackets, without blanks; letters in small.

    >>> normal_name("湘潭 〔九华〕机械 ＡＢＣ有限公司")
    '湘潭(九华)机械abc有限公司'
    """
    return _SPACES.sub("", normalize("NFKC", text)).translate(_BRACKETS).lower()


def name_stem(text: str) -> str:
    """The name without the legal form at its end, which files often shorten; never a proof that two firms are one.

    >>> name_stem("湘潭机械股份有限公司"), name_stem("有限公司")
    ('湘潭机械', '有限公司')
    """
    name = normal_name(text)
    ending = next((each for each in _ENDINGS if name.endswith(each)), "")
    return name.removesuffix(ending) or name


@dataclass(frozen=True, slots=True)
class Directory:
    """The firms one may know of, and what is remembered about them; aliases and names in their normal form."""

    firms: Mapping[str, KnownFirm]
    by_name: Mapping[str, frozenset[str]]
    code_aliases: Mapping[str, str] = field(default_factory=dict)
    name_aliases: Mapping[str, str] = field(default_factory=dict)
    earlier_names: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def find(self, code: str, name: str) -> Match:
        """The firm of a row by the code and the name that stand in it."""
        coded, named = normal_code(code), normal_name(name)
        by_code = coded if coded in self.firms else self.code_aliases.get(coded)
        by_name = self._named(named)
        if by_code is not None:
            if by_name and by_code not in by_name:
                return Match(None, "代码和名称指向不同的企业")
            return Match(by_code)
        if coded:
            return Match(None, "没有这个代码的企业" + ("，名称相符的企业是另一个代码" if by_name else ""))
        if not by_name:
            return Match(None, "没有这个名称的企业")
        if len(by_name) > 1:
            return Match(None, "这个名称有不止一户企业")
        return Match(next(iter(by_name)))

    def _named(self, name: str) -> frozenset[str]:
        if not name:
            return frozenset()
        if name in self.by_name:
            return self.by_name[name]
        return frozenset({self.name_aliases[name]}) if name in self.name_aliases else frozenset()


def directory(
    firms: Iterable[KnownFirm],
    *,
    code_aliases: Mapping[str, str] | None = None,
    name_aliases: Mapping[str, str] | None = None,
    earlier_names: Iterable[tuple[str, str]] = (),
) -> Directory:
    """`earlier_names` are names with the code of the firm that once had them; what is of no known firm is left out."""
    known = {firm.code: firm for firm in firms}
    return Directory(
        firms=known,
        by_name=_grouped((firm.name, firm.code) for firm in known.values()),
        code_aliases={text: code for text, code in (code_aliases or {}).items() if code in known},
        name_aliases={text: code for text, code in (name_aliases or {}).items() if code in known},
        earlier_names=_grouped((name, code) for name, code in earlier_names if code in known),
    )


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, code in pairs:
        found.setdefault(normal_name(name), set()).add(code)
    return {name: frozenset(codes) for name, codes in found.items()}
