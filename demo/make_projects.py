"""Writes `demo/projects/`: projects with plans and months, and parcels with disposals, in exact decimals.

Run from the top of the tree: `PYTHONPATH=. python demo/make_projects.py`. The same files come out every time. Names of
real projects are real; every amount but one total that was published is 演示数据, as name, note or document say.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from indicators.domain.packages import INDICATORS
from projects.domain.package_tables import DISPOSALS, PARCELS, PROJECT_PLANS, PROJECT_PROGRESS, PROJECTS

TARGET = Path(__file__).parent / "projects"
LABEL = "（演示数据）"
NOTE = "演示数据"
MONTHS = {2025: 12, 2026: 10}
REVITALISED = Decimal(2028)  # 亩 of the ledger 园区低效, as the commission has said of itself
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Pace:
    """`percent` of the time gone that is done at each month's end; nothing more from month `stops` on.

    `silent` is a month without a figure, `corrected` one in which the running total falls, with its reason.
    """

    percent: int
    stops: int = 13
    silent: int = 0
    corrected: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """One project. `plans` by year: the plan of January and, with its month, the changed one; 万元."""

    code: str
    name: str
    area: str
    kind: str
    stage: str
    total: int
    starts: str
    ends: str
    theme: str
    lead: str
    plans: dict[int, tuple[int, int, int] | tuple[int]]
    paces: dict[int, Pace]
    category: str = "continued"
    registered: str = ""

    @property
    def label(self) -> str:
        return self.name if self.name.startswith("演示项目") else f"{self.name}{LABEL}"


CITY, YUHU, YUETANG, COUNTY, XIANGXIANG, SHAOSHAN = "430300", "430302", "430304", "430321", "430381", "430382"
HIGH_TECH, JIUHUA, TIANYI, ZHAOSHAN = "430304-GXQ", "430302-JKQ", "430321-TYQ", "430304-ZSQ"
XIANGXIANG_PARK, YUHU_PARK, YUETANG_PARK = "430381-JKQ", "430302-YHQ", "430304-YTQ"
PARKS = {
    HIGH_TECH: "高新区",
    JIUHUA: "经开区",
    TIANYI: "天易经开区",
    ZHAOSHAN: "昭山经开区",
    XIANGXIANG_PARK: "湘乡经开区",
    YUHU_PARK: "雨湖集中区",
    YUETANG_PARK: "岳塘经开区",
}
TRAFFIC, INDUSTRY, LIVING, LOGISTICS = "交通基础设施", "产业发展", "民生保障", "物流枢纽"

# 杨梅洲大桥: 17 亿元 in all, open to traffic since 2024-09-29, as local media reported; nothing else here is public.
REAL = (
    Works(
        code="YMZ-BRIDGE", name="杨梅洲大桥", area=CITY, kind=TRAFFIC, stage="completed", total=170000,
        starts="2017-09-01", ends="2024-12-31", theme="城市路网", lead="市住房和城乡建设局", category="completing",
        plans={2025: (6000,)}, paces={2025: Pace(106)}, registered="2017-12-20",
    ),
    Works(
        code="XSS-BRIDGE", name="下摄司大桥", area=CITY, kind=TRAFFIC, stage="building", total=210000,
        starts="2023-05-01", ends="2026-12-31", theme="城市路网；两重", lead="市住房和城乡建设局",
        plans={2025: (60000, 7, 64000), 2026: (72000, 8, 68000)}, paces={2025: Pace(112), 2026: Pace(108)},
        registered="2023-06-20",
    ),
    Works(
        code="XHX-METRO", name="长株潭城际轨道交通西环线一期", area=JIUHUA, kind=TRAFFIC, stage="production",
        total=900000, starts="2020-09-01", ends="2023-12-31", theme="长株潭一体化",
        lead="湘潭经开区管委会", category="completing", registered="2020-10-20",
        plans={2025: (20000,)}, paces={2025: Pace(98, silent=4)},
    ),
    Works(
        code="JH-RAIL", name="长株潭生产服务型物流枢纽（湘潭九华）铁路专用线", area=JIUHUA, kind=LOGISTICS,
        stage="building", total=98000, starts="2024-03-01", ends="2026-10-31", theme="物流枢纽；两重",
        lead="湘潭经开区管委会", category="completing", registered="2024-04-20",
        plans={2025: (30000, 9, 34000), 2026: (38000,)}, paces={2025: Pace(101), 2026: Pace(90, stops=9)},
    ),
    Works(
        code="XSN-ROAD", name="新韶山南路", area=YUETANG, kind=TRAFFIC, stage="building", total=86000,
        starts="2024-06-01", ends="2027-06-30", theme="城市路网；长株潭一体化", lead="岳塘区人民政府",
        plans={2025: (24000,), 2026: (30000, 6, 33000)}, paces={2025: Pace(95, corrected=9), 2026: Pace(104)},
    ),
)  # fmt: skip
INVENTED = (
    ("风电装备制造基地", HIGH_TECH, INDUSTRY, "building", 150000, 48000, 116, 111, "continued", "产业链"),
    ("汽车零部件产业园二期", JIUHUA, INDUSTRY, "building", 120000, 42000, 103, 99, "continued", "产业链；专项债"),
    ("智能家电生产线", JIUHUA, INDUSTRY, "building", 60000, 26000, 108, 104, "completing", "产业链"),
    ("食品加工园", TIANYI, INDUSTRY, "building", 52000, 21000, 97, 96, "continued", "产业链"),
    ("新材料中试基地", ZHAOSHAN, INDUSTRY, "started", 45000, 14000, 88, 84, "new", "科创"),
    ("电工装备绿色改造", XIANGXIANG_PARK, INDUSTRY, "building", 38000, 16000, 109, 107, "continued", "设备更新"),
    ("仓储配送中心", YUHU_PARK, LOGISTICS, "building", 33000, 12000, 101, 100, "continued", "物流枢纽"),
    ("数字产业楼宇", YUETANG_PARK, INDUSTRY, "early", 41000, 9000, 0, 0, "new", "科创；专项债"),
    ("县城排水管网改造", COUNTY, LIVING, "building", 27000, 11000, 105, 103, "continued", "两重；专项债"),
    ("中心医院扩建", YUHU, LIVING, "building", 64000, 20000, 94, 79, "continued", "专项债"),
    ("职业技术学校新校区", XIANGXIANG, LIVING, "started", 48000, 15000, 82, 92, "new", "民生实事"),
    ("文旅环线提质", SHAOSHAN, LIVING, "building", 22000, 8000, 118, 112, "continued", "文旅"),
    ("老旧小区改造二〇二六年批次", YUETANG, LIVING, "started", 18000, 7000, 100, 106, "new", "民生实事；两重"),
    ("饮用水源保护工程", COUNTY, LIVING, "building", 31000, 10000, 99, 72, "continued", "两重"),
    ("充电基础设施", CITY, TRAFFIC, "building", 16000, 6000, 110, 98, "continued", "设备更新"),
)


def invented() -> Iterator[Works]:
    """演示项目: the plan of the second year is a tenth more; every third one is changed within the year."""
    for number, (name, area, kind, stage, total, planned, first, second, category, theme) in enumerate(
        INVENTED, start=1
    ):
        later = planned * 11 // 10
        changed = number % 3 == 0
        starts = date(2024, 1, 15) + timedelta(days=37 * number) if category != "new" else date(2026, 1 + number % 9, 1)
        is_new = category == "new"
        yield Works(
            code=f"DEMO-{number:02d}",
            name=f"演示项目{number:02d}号·{name}",
            area=area,
            kind=kind,
            stage=stage,
            total=total,
            starts=starts.isoformat(),
            ends=(starts + timedelta(days=900)).isoformat() if category != "completing" else "2026-09-30",
            theme=theme,
            lead="演示牵头单位" + ("甲" if kind == INDUSTRY else "乙"),
            plans={
                **({} if is_new else {2025: (planned,)}),
                2026: (later, 7, later + planned // 10) if changed else (later,),
            },
            paces={
                **({} if is_new else {2025: Pace(first)}),
                **({2026: Pace(second, silent=10 if number == 4 else 0)} if second else {}),
            },
            category=category,
            registered=(starts + timedelta(days=40)).isoformat() if number % 2 and not is_new else "",
        )


def project_rows(works: Iterable[Works]) -> Iterator[Sequence[str]]:
    for each in works:
        amounts = (each.label, each.area, each.kind, each.stage, str(each.total), each.starts, each.ends)
        yield (each.code, *amounts, each.theme, each.lead, "", "", each.category, each.registered, "")


def plan_rows(works: Iterable[Works]) -> Iterator[Sequence[str]]:
    for each in works:
        for year, (first, *changed) in each.plans.items():
            yield each.code, str(year), str(first), f"{year}-01-20"
            if changed:
                month, planned = changed
                yield each.code, str(year), str(planned), f"{year}-{month:02d}-10"


def progress_rows(works: Iterable[Works]) -> Iterator[Sequence[str]]:
    """Every month up to the pace's limits; the last plan of the year is what the pace is of."""
    for each in works:
        for year, pace in each.paces.items():
            planned = each.plans[year][-1]
            for month in range(1, MONTHS[year] + 1):
                if month == pace.silent:
                    continue
                gone = min(month, pace.stops - 1)
                done = _rounded(Decimal(planned) * gone * pace.percent / 1200)
                note = NOTE
                if month == pace.corrected:
                    done = _rounded(Decimal(planned) * (gone - 2) * pace.percent / 1200)
                    note = f"{NOTE}：核减重复计入的进度"
                yield each.code, f"{year}-{month:02d}", _plain(done), note


@dataclass(frozen=True, slots=True)
class Plot:
    """A parcel of the ledger 园区低效 with its shares of disposal, in percent, day and mode."""

    park: str
    area_mu: int
    disposals: tuple[tuple[int, str, str], ...]


WIDER, POLICY, EXPERT = "增产扩资/技改扩能", "政策赋能/收储再出让", "专业经营/委托运营"
PLOTS = (
    Plot(HIGH_TECH, 186, ((60, "2023-06-20", WIDER), (40, "2024-05-16", WIDER))),
    Plot(HIGH_TECH, 142, ((100, "2024-03-12", POLICY),)),
    Plot(HIGH_TECH, 98, ((50, "2025-09-18", EXPERT),)),
    Plot(JIUHUA, 224, ((55, "2023-09-08", WIDER), (30, "2025-04-22", POLICY))),
    Plot(JIUHUA, 175, ((100, "2024-11-05", WIDER),)),
    Plot(JIUHUA, 120, ((80, "2026-03-19", EXPERT),)),
    Plot(TIANYI, 160, ((100, "2024-07-30", WIDER),)),
    Plot(TIANYI, 134, ((60, "2025-06-11", POLICY), (25, "2026-05-21", POLICY))),
    Plot(TIANYI, 75, ()),
    Plot(ZHAOSHAN, 88, ((100, "2025-02-27", EXPERT),)),
    Plot(ZHAOSHAN, 66, ((40, "2026-06-25", POLICY),)),
    Plot(XIANGXIANG_PARK, 210, ((70, "2024-09-13", WIDER), (20, "2025-10-24", WIDER))),
    Plot(XIANGXIANG_PARK, 152, ((100, "2025-03-28", POLICY),)),
    Plot(YUHU_PARK, 118, ((100, "2025-12-09", WIDER),)),
    Plot(YUHU_PARK, 95, ((60, "2026-08-14", EXPERT),)),
    Plot(YUETANG_PARK, 140, ((100, "2024-12-17", POLICY),)),
    Plot(YUETANG_PARK, 320, ()),
)
RELAPSE = ("L04", "2026-02-10", Decimal(-18), WIDER, "演示：承租企业停产，厂房重新闲置")
LAST = ("L17", "2026-09-16", POLICY)  # what is missing to `REVITALISED`
# C25 and its counterpart, then one that was never begun, and one that is in time.
IDLE = (
    ("I01", HIGH_TECH, 90, "2023-03-01", "2023-06-01", "90", "29", "40", "2025-10-20"),
    ("I02", JIUHUA, 90, "2023-03-01", "2023-06-01", "90", "30", "25", "2025-10-20"),
    ("I03", TIANYI, 64, "2025-05-01", "", "", "", "", ""),
    ("I04", XIANGXIANG_PARK, 110, "2022-08-01", "2022-10-01", "110", "20", "18", "2024-09-01"),
    ("I05", YUHU_PARK, 48, "2026-05-01", "", "", "", "", ""),
)
IDLE_DISPOSALS = (("I04", "2026-07-08", "35", POLICY),)
UNSUPPLIED = (("U01", ZHAOSHAN, "73.5"), ("U02", YUETANG_PARK, "41.25"), ("U03", JIUHUA, "128"))
UNSUPPLIED_DISPOSALS = (("U02", "2026-04-29", "41.25", POLICY),)


def parcel_rows() -> Iterator[Sequence[str]]:
    for number, plot in enumerate(PLOTS, start=1):
        yield _parcel(f"L{number:02d}", plot.park, "inefficient", str(plot.area_mu))
    for code, park, area_mu, *state in IDLE:
        yield _parcel(code, park, "idle", str(area_mu), *state)
    for code, park, area in UNSUPPLIED:
        yield _parcel(code, park, "unsupplied", area)


def _parcel(code: str, park: str, ledger: str, area_mu: str, *state: str) -> Sequence[str]:
    name = f"演示地块{code}（{PARKS[park]}）"
    holder = "" if ledger == "unsupplied" else f"演示使用权人{code}"
    return (code, park, name, ledger, area_mu, holder, *(state or [""] * 6))


def disposal_rows() -> list[Sequence[str]]:
    """By day; together the ledger 园区低效 comes to `REVITALISED`."""
    rows: list[tuple[str, str, Decimal, str, str]] = []
    for number, plot in enumerate(PLOTS, start=1):
        for percent, day, mode in plot.disposals:
            rows.append((f"L{number:02d}", day, Decimal(plot.area_mu) * percent / 100, mode, ""))
    rows.append(RELAPSE)
    parcel, day, mode = LAST
    rows.append((parcel, day, REVITALISED - sum((area for _, _, area, _, _ in rows), Decimal(0)), mode, ""))
    others = (*IDLE_DISPOSALS, *UNSUPPLIED_DISPOSALS)
    rows += [(code, day, Decimal(area_mu), mode, "") for code, day, area_mu, mode in others]
    rows.sort(key=lambda row: row[1])
    return [
        (parcel, day, _plain(area_mu), mode, f"演示认定〔{day[:4]}〕{number}号{LABEL}", reason)
        for number, (parcel, day, area_mu, mode, reason) in enumerate(rows, start=1)
    ]


def indicator_rows() -> Iterator[Sequence[str]]:
    definition = "园区低效用地台账中经文件认定的处置面积累计，扣除反弹；由台账自动生成，只为演示。"
    what = ("DEMO_REVITALISED", f"累计盘活低效用地{LABEL}", "亩", "counter", "higher", "quarter", "2", "2")
    yield (*what, "", "", "1", "yes", "", "演示", definition, "")


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(TENTH, ROUND_HALF_UP)


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _write(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with (TARGET / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def main() -> None:
    works = [*REAL, *invented()]
    TARGET.mkdir(exist_ok=True)
    _write(INDICATORS.file, INDICATORS.columns, indicator_rows())
    _write(PROJECTS.file, PROJECTS.columns, project_rows(works))
    _write(PROJECT_PLANS.file, PROJECT_PLANS.columns, plan_rows(works))
    _write(PROJECT_PROGRESS.file, PROJECT_PROGRESS.columns, progress_rows(works))
    _write(PARCELS.file, PARCELS.columns, parcel_rows())
    _write(DISPOSALS.file, DISPOSALS.columns, disposal_rows())


if __name__ == "__main__":
    main()
