"""The words a field may hold, with the labels staff read. The values are those of `domain/kinds.py` and the package."""

from django.db import models


class AreaKind(models.TextChoices):
    COUNTRY = "country", "国家"
    PROVINCE = "province", "省（自治区、直辖市）"
    CITY = "city", "市（州）"
    COUNTY = "county", "县（市、区）"
    PARK = "park", "园区"


class IndicatorKind(models.TextChoices):
    FLOW_YTD = "flow_ytd", "累计量（年初至今）"
    FLOW = "flow", "当期量"
    STOCK = "stock", "时点量"
    COUNTER = "counter", "累进总数（不按年清零）"
    RATIO = "ratio", "比值"
    RATE = "rate", "率（百分比）"
    GROWTH_ONLY = "growth_only", "只公布增速"
    INDEX = "index", "指数（上年同期=100）"


class Direction(models.TextChoices):
    HIGHER = "higher", "越大越好"
    LOWER = "lower", "越小越好"


class Frequency(models.TextChoices):
    YEAR = "year", "年"
    QUARTER = "quarter", "季"
    MONTH = "month", "月"


class Vintage(models.TextChoices):
    ESTIMATE = "estimate", "预计"
    PRELIMINARY = "preliminary", "快报/初步核算"
    FINAL = "final", "最终核实"
    CENSUS = "census", "普查修订"
    WITHDRAWN = "withdrawn", "撤销"


class GrowthUnit(models.TextChoices):
    PERCENT = "percent", "%"
    POINTS = "points", "个百分点"
    MEASURE = "measure", "计量单位"


class Role(models.TextChoices):
    ENTRY = "entry", "填报岗"
    REVIEWER = "reviewer", "审核岗"
    PUBLISHER = "publisher", "审定发布岗"
    EVALUATION = "evaluation", "评价平台（接口账号）"
    VIEWER = "viewer", "查阅"
    ADMIN = "admin", "系统管理员"
    SECURITY = "security", "安全管理员"
    AUDITOR = "auditor", "安全审计员"


class DataTopic(models.TextChoices):
    """What is counted by a data version; ETags and kept answers carry that of `published`."""

    PUBLISHED = "published", "公布内容"
    DEFINITIONS = "definitions", "地区、比较组与指标"


class AuditAction(models.TextChoices):
    CREATED = "created", "新建"
    CHANGED = "changed", "修改"
    DELETED = "deleted", "删除"
    PUBLISHED = "published", "发布"
    REVISED = "revised", "更正"
    WITHDRAWN = "withdrawn", "撤销"
    LOADED = "loaded", "导入数据包"
    TOKEN_ISSUED = "token_issued", "签发令牌"
    TOKEN_REVOKED = "token_revoked", "吊销令牌"
    PASSWORD_SET = "password_set", "设置密码"
