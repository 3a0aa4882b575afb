"""Two parks of Xiangtan and one of Changsha with firms in a scored round, for tests of pages."""

from dataclasses import dataclass

from indicators.models import Area
from tests.builders import TESTER, make_area
from tests.evaluation_builders import C16, give_facts, huangyan, make_enterprise, make_round, make_scheme
from tracker.models import Enterprise, Round, Scheme
from tracker.services.evaluations.scoring import score_round


@dataclass(frozen=True, kw_only=True)
class EvaluationWorld:
    """`firms` of Xiangtan by number, 1 the one of case C16 with the best score; `foreign` lies in Changsha."""

    area: Area
    parks: list[Area]
    firms: dict[int, Enterprise]
    foreign: Enterprise
    scheme: Scheme
    round: Round


def make_evaluation_world(firms: int = 7) -> EvaluationWorld:
    """Firm 2 is vetoed, firm 3 has a bonus, firm 4 no emissions, the last one is class T."""
    area, other = make_area("430300", name="湘潭市"), make_area("430100", name="长沙市")
    parks = [make_area(f"park-{letter}", name=f"{letter}园区", parent=area) for letter in "ab"]
    scheme = make_scheme(huangyan(official=False, grades=GRADES))
    made = {}
    for number in range(1, firms + 1):
        firm = make_enterprise(number, area, park=parks[number % 2], industry="机械" if number < 4 else "食品")
        facts = {**C16, "tax": str(700 - 100 * min(number, 6)), **MARKS.get(number, {})}
        if number == firms:
            facts["exempt_reason"] = "公用事业"
        give_facts(firm, **facts)
        made[number] = firm
    foreign = make_enterprise(900, other, industry="化工")
    give_facts(foreign, **{**C16, "tax": "1"})
    round = make_round("R2022", scheme, name="2022年评价", trial=True)
    score_round(round=round, actor=TESTER)
    round.refresh_from_db()
    return EvaluationWorld(area=area, parks=parks, firms=made, foreign=foreign, scheme=scheme, round=round)


MARKS = {2: {"veto": True}, 3: {"bonus": "2"}, 4: {"emissions": None}}
GRADES = [
    {"grade": "A", "name": "重点支持", "up_to": "0.20", "policies": ["优先供地"]},
    {"grade": "B", "name": "鼓励提升", "up_to": "0.60"},
    {"grade": "C", "name": "帮扶转型", "up_to": "0.95"},
    {"grade": "D", "name": "倒逼整治", "up_to": "1"},
]
