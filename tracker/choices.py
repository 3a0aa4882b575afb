"""The words a field may hold, with the labels staff read."""

from django.db import models


class Basis(models.TextChoices):
    GROWTH = "growth", "增速"
    VALUE = "value", "数值"


class FigureSource(models.TextChoices):
    """One ranking reads one source for the whole group: published and computed figures are never mixed."""

    PUBLISHED = "published", "公布数"
    COMPUTED = "computed", "推算数"


class UseLevel(models.TextChoices):
    """How far a bulletin may go: internal ones only to those who make them and to their recipients."""

    PUBLIC = "public", "公开"
    INTERNAL = "internal", "内部"


class SectionKind(models.TextChoices):
    """The values of `domain/bulletins/recipe.py`; the evaluation joins here."""

    RANKING = "ranking", "排名表"
    TOP_BOTTOM = "top_bottom", "前几位、后几位"
    MOVERS = "movers", "位次升降"
    AVERAGES = "averages", "年均增速"
    CARD = "card", "指标卡（一个地区的全部指标）"
    TARGETS = "targets", "目标进度（一个规划的主要指标）"
    PROJECTS = "projects", "项目进度（月度调度）"
    LAND = "land", "盘活存量土地（各台账）"


class ComparedWith(models.TextChoices):
    PREVIOUS = "previous", "上期"
    YEAR_AGO = "year_ago", "上年同期"


class ScheduleKind(models.TextChoices):
    NONE = "none", "不定时，人工生成"
    MONTHLY = "monthly", "每月某日"
    AFTER_PERIOD = "after_period", "期末后第几天"
    CRON = "cron", "自定（分 时 日 月 周）"


class PeriodRule(models.TextChoices):
    """The period of a bulletin that a schedule runs."""

    LATEST_OVER = "latest_over", "最近结束的一期"
    LATEST_PUBLISHED = "latest_published", "最近有公布数的一期"


class BulletinState(models.TextChoices):
    """The values of `domain/bulletins/way.py`."""

    DRAFT = "draft", "拟稿"
    CHECKED = "checked", "已核稿"
    ISSUED = "issued", "已签发"
    DISCARDED = "discarded", "已作废"


class FileFormat(models.TextChoices):
    WORD = "docx", "Word"
    WORKBOOK = "xlsx", "Excel"
    PAGE = "html", "网页"

    @property
    def media_type(self) -> str:
        """What the file is called in HTTP."""
        return MEDIA_TYPES[self.value]


MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}


class RunKind(models.TextChoices):
    DRAFT = "draft", "拟稿"
    REDRAFT = "redraft", "重新生成"
    REISSUE = "reissue", "出更正稿"


class RunState(models.TextChoices):
    WAITING = "waiting", "等待"
    RUNNING = "running", "生成中"
    DONE = "done", "已完成"
    REFUSED = "refused", "缺数，未生成"
    FAILED = "failed", "出错"


class DeliveryChannel(models.TextChoices):
    INBOX = "inbox", "待办"
    EMAIL = "email", "电子邮件"


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "待发"
    SENDING = "sending", "正在交给邮件服务器"
    SENT = "sent", "已发出"
    FAILED = "failed", "未发出"
    UNCERTAIN = "uncertain", "不确定，须人工决定是否重发"


class TargetForm(models.TextChoices):
    """The values of `domain/targets/target.py`."""

    LEVEL = "level", "目标值"
    AT_LEAST = "at_least", "以上（含）"
    AT_MOST = "at_most", "以内（含）"
    ABOVE = "above", "大于（不含）"
    BELOW = "below", "小于（不含）"
    ABOUT = "about", "左右"
    TOTAL = "total", "五年累计"
    COMPOUND = "compound", "累计下降（逐年连乘）"
    AVERAGE_GROWTH = "average_growth", "年均增长"
    CHANGE = "change", "比基期提高"
    WITH = "with", "与参照指标基本同步"
    OVER = "over", "高于参照指标"
    TEXT = "text", "文字表述"


class TargetMeasure(models.TextChoices):
    VALUE = "value", "数值"
    GROWTH = "growth", "增速"


class TargetAttribute(models.TextChoices):
    BINDING = "binding", "约束性"
    EXPECTED = "expected", "预期性"


class Verdict(models.TextChoices):
    """The values of `domain/targets/progress.py`, best first."""

    MET = "met", "提前实现"
    AHEAD = "ahead", "快于预期"
    ON_COURSE = "on_course", "基本符合预期"
    BEHIND = "behind", "进度滞后"
    NOT_ASSESSED = "not_assessed", "暂不具备评估条件"


class AssessmentKind(models.TextChoices):
    HALF_YEAR = "half_year", "半年监测"
    YEAR = "year", "年度监测"
    MID_TERM = "mid_term", "中期评估"
    FINAL = "final", "总结评估"


class SizeClass(models.TextChoices):
    """The size of a firm in the year's list."""

    ABOVE = "above", "规上"
    BELOW = "below", "规下"
    SERVICE = "service", "服务业"


class RoundState(models.TextChoices):
    """The values of `domain/evaluations/way.py`."""

    COLLECTING = "collecting", "收集数据"
    LOCKED = "locked", "已锁定"
    SCORED = "scored", "已评分"
    PUBLISHED = "published", "已发布"
    FINAL = "final", "已定案"


class ScoringState(models.TextChoices):
    WAITING = "waiting", "等待"
    RUNNING = "running", "评分中"
    DONE = "done", "已完成"
    REFUSED = "refused", "未评分"
    CANCELLED = "cancelled", "已取消"
    FAILED = "failed", "出错"


class UnmatchedState(models.TextChoices):
    """What became of a bureau's row that matched no firm."""

    WAITING = "waiting", "待认领"
    ASSIGNED = "assigned", "已认领"
    DISMISSED = "dismissed", "不采用"


class AliasKind(models.TextChoices):
    CODE = "code", "代码"
    NAME = "name", "名称"
