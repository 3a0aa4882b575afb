"""How a section of a definition shows its indicator, in words."""

from collections.abc import Iterator

from tracker.choices import SectionKind
from tracker.models import BulletinSection


def settings_words(section: BulletinSection) -> str:
    """The settings that the kind of the section reads.

    >>> settings_words(BulletinSection(kind="averages", years=3))
    '通报的比较组；平均 3 年，到最近一个整年'
    """
    return "；".join(_settings(section))


def _settings(section: BulletinSection) -> Iterator[str]:
    if section.title:
        yield f"标题“{section.title}”"
    if section.kind == SectionKind.CARD:
        yield section.area.name if section.area else "关注地区"
        return
    if section.kind in (SectionKind.PROJECTS, SectionKind.LAND):
        yield section.area.name if section.area else "关注地区，没有则全部地区"
        if section.lag:
            yield f"滞后 {section.lag} 个月"
        return
    if section.kind == SectionKind.TARGETS:
        yield section.plan.name if section.plan else "没有规划"
        return
    yield section.peer_group.name if section.peer_group else "通报的比较组"
    if section.kind == SectionKind.AVERAGES:
        yield f"平均 {section.years} 年，{'到最近一个整年' if section.whole_years else '按各年同期'}"
    else:
        yield f"按{section.get_basis_display()}"
    if section.kind in (SectionKind.TOP_BOTTOM, SectionKind.MOVERS):
        yield f"取 {section.count} 位"
    if section.kind == SectionKind.MOVERS:
        yield f"与{section.get_compared_with_display()}比"
    if section.lag:
        yield f"滞后 {section.lag} 期"
