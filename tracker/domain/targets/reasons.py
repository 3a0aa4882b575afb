"""Why something about a target is unknown: stable codes, told to programs as they are, and the words for people."""

from indicators.domain.reasons import FACTOR_NOT_POSITIVE, GAP, NO_BASE

NO_FIGURE = "no_figure"
NO_REFERENCE = "no_reference"
BASE_YEAR = "base_year"
NO_YEARLY_TARGET = "no_yearly_target"
END_YEAR = "end_year"
EVERY_YEAR = "every_year"
LIMIT = "limit"

WORDS = {
    NO_FIGURE: "该年还没有公布数",
    NO_REFERENCE: "该年没有可与参照指标相比的同口径增速",
    BASE_YEAR: "基期年或更早，规划还没有开始",
    NO_YEARLY_TARGET: "文字表述的目标，该年没有提出具体数值",
    END_YEAR: "已到目标年，没有以后各年",
    EVERY_YEAR: "逐年判断的目标，没有累计进度",
    LIMIT: "基期已在目标之内，是须守住的界限，没有累计进度",
    GAP: "中间有年份缺数，不能累计",
    NO_BASE: "没有基期值，不能计算进度",
    FACTOR_NOT_POSITIVE: "有年份下降 100% 或更多，不能连乘",
}
