"""The words a field may hold, with the labels staff read. The values are those of `domain/`."""

from django.db import models


class ProjectStage(models.TextChoices):
    RESERVE = "reserve", "储备"
    EARLY = "early", "前期"
    STARTED = "started", "开工"
    BUILDING = "building", "在建"
    COMPLETED = "completed", "竣工"
    PRODUCTION = "production", "投产"
    EFFECTIVE = "effective", "达产达效"


class ProjectCategory(models.TextChoices):
    NEW = "new", "新开工"
    CONTINUED = "continued", "续建"
    COMPLETING = "completing", "竣工"
    RESERVE = "reserve", "预备"


class LandLedger(models.TextChoices):
    """Ledgers are never added to one another."""

    INEFFICIENT = "inefficient", "园区低效"
    IDLE = "idle", "闲置"
    UNSUPPLIED = "unsupplied", "批而未供"


class Datum(models.TextChoices):
    WGS84 = "wgs84", "WGS84"
    CGCS2000 = "cgcs2000", "CGCS2000"


class PreliminaryKind(models.TextChoices):
    """手续 are approvals in order; 要素 is what the site needs. The values of `domain/preliminaries.py`."""

    PROCEDURE = "procedure", "前期手续"
    LAND = "land", "用地"
    ENVIRONMENT = "environment", "环评"
    ENERGY = "energy", "能评"
    PLANNING = "planning", "规划"
    FUNDS = "funds", "资金"


class IssueLevel(models.TextChoices):
    """Who has to settle it. The values of `domain/issues.py`, lowest first."""

    PROJECT = "project", "项目"
    COUNTY = "county", "县市区"
    CITY = "city", "市"


class IssueAction(models.TextChoices):
    RAISED = "raised", "提出"
    ESCALATED = "escalated", "提级"
    NOTED = "noted", "进展"
    POSTPONED = "postponed", "调整期限"
    RESOLVED = "resolved", "办结"
    REOPENED = "reopened", "重新提出"


class ReviewField(models.TextChoices):
    """The seven fields of 联审 (domain.md §5)."""

    RESERVE = "reserve", "项目储备"
    LAYOUT = "layout", "规划布局"
    PROCEDURES = "procedures", "手续办理"
    TENDERING = "tendering", "招标投标"
    FUNDS = "funds", "争资争项"
    SUPERVISION = "supervision", "资金监管"
    EXECUTION = "execution", "项目实施"


class ReviewState(models.TextChoices):
    OPEN = "open", "联审中"
    PASSED = "passed", "已通过"
    WITHDRAWN = "withdrawn", "已撤回"


class Opinion(models.TextChoices):
    """What a step of a review says. The values of `domain/review.py`."""

    AGREED = "agreed", "同意"
    CONDITIONAL = "conditional", "附条件同意"
    SENT_BACK = "sent_back", "退回"


class ParcelStepKind(models.TextChoices):
    """A parcel's way, in order. The values of `domain/parcel_way.py`."""

    FOUND = "found", "摸底认定"
    PLANNED = "planned", "制定方案"
    AGREED = "agreed", "签订协议"
    DISPOSED = "disposed", "处置认定"
    PRODUCING = "producing", "恢复生产"


class CountedWhen(models.TextChoices):
    """When a disposal counts as revitalised land."""

    CONFIRMED = "confirmed", "处置认定之日"
    PRODUCING = "producing", "恢复生产之日"
