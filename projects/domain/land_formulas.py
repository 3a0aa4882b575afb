"""The rules of land in words, as explanations print them."""

from indicators.domain.formulas import Formula

LAND_METHOD = "land/1"
IDLE = Formula(
    "idle",
    "约定动工之日起满一年未动工；或者已动工而已动工面积不足应动工面积的三分之一、已投资不足 25%（有一即可），"
    "且停工满一年。满一年含当日，不足不含本数。依据：《闲置土地处置办法》。",
    "on ≥ agreed_start + 1 年；(3·developed_mu < due_mu 或 invested_share < 25) 且 on ≥ stopped_on + 1 年",
)
LEFT = Formula("left_mu", "地块面积减去经文件认定的处置，反弹以负数计入。", "area_mu − Σ disposals.area_mu")
LEDGER_TOTAL = Formula(
    "disposed_mu",
    "一个台账内各地块经文件认定的处置之和，反弹以负数计入；给出 until 时只计该日及以前计入的。各台账不相加。",
    "Σ counted.area_mu（counted_on ≤ until）；无 until 时 Σ disposals.area_mu",
)
