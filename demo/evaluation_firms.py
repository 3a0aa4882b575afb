"""The parks, and the firms in them: who is exempt, new, vetoed, or lacks facts."""

from dataclasses import dataclass, field
from decimal import Decimal

from demo.evaluation_numbers import or_zero
from tracker.domain.evaluations.code_check import check_character

THIS_YEAR, LAST_YEAR, NEXT_YEAR = 2023, 2022, 2024
YEARS = (LAST_YEAR, THIS_YEAR, NEXT_YEAR)


@dataclass(frozen=True, slots=True)
class Park:
    """`strength` is its tax per mu against the others, in percent; `above` and `below` count its firms."""

    code: str
    name: str
    short: str
    county: str
    strength: int
    above: int
    below: int


# The code of 湘乡 stands in `xiangtan/areas.csv` already; the others are this package's own.
PARKS = (
    Park("430304-GXQ", "湘潭高新技术产业开发区", "高新区", "430304", 135, 40, 22),
    Park("430302-JKQ", "湘潭经济技术开发区", "经开区", "430302", 125, 44, 20),
    Park("430321-TYQ", "湘潭天易经济开发区", "天易经开区", "430321", 95, 34, 20),
    Park("430304-ZSQ", "湘潭昭山经济开发区", "昭山经开区", "430304", 80, 8, 10),
    Park("430381-JKQ", "湘乡经济开发区", "湘乡经开区", "430381", 70, 28, 18),
    Park("430302-YHQ", "湘潭雨湖工业集中区", "雨湖集中区", "430302", 65, 14, 16),
    Park("430304-YTQ", "湘潭岳塘经济开发区", "岳塘经开区", "430304", 85, 14, 14),
)
STORED_PARK = "430381-JKQ"
INDUSTRIES = ("通用设备制造", "汽车零部件", "电气机械", "食品加工", "金属制品", "新材料", "电子信息", "医药制造")
UTILITIES = (17, 61, 133, 202)
VETOED = (9, 58, 120, 188, 251)
NEW = (23, 77, 146, 230)  # in production since 2022
WITHOUT_LAND_AND_TAX = (41, 260)
BONUS, PENALTY = (5, 70, 141), (33, 99)


@dataclass(slots=True)
class Firm:
    """`facts` by year and column."""

    number: int
    park: Park
    industry: str
    size_class: str
    facts: dict[int, dict[str, Decimal | None]] = field(default_factory=dict)

    @property
    def code(self) -> str:
        first = f"91{self.park.county}MADEM{self.number:04d}"
        return first + check_character(first)

    @property
    def name(self) -> str:
        return f"演示企业{self.number:03d}号（{self.park.short}·{self.industry}）"

    @property
    def is_rated(self) -> bool:
        return self.number not in (*UTILITIES, *NEW)

    def land(self, year: int) -> Decimal:
        facts = self.facts[year]
        return or_zero(facts["land_owned"]) + or_zero(facts["land_leased_in"]) - or_zero(facts["land_leased_out"])
