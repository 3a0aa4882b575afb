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
    SIGNED_IN = "signed_in", "登录"
    SIGNED_OUT = "signed_out", "退出"
    SIGN_IN_FAILED = "sign_in_failed", "登录失败"
    LOCKED_OUT = "locked_out", "登录锁定"
    REFUSED = "refused", "拒绝访问"
    OPENED = "opened", "开放填报"
    SUBMITTED = "submitted", "报送"
    RECALLED = "recalled", "撤回报送"
    SENT_BACK = "sent_back", "退回"
    APPROVED = "approved", "审核通过"
    REOPENED = "reopened", "重新开放"
    EXTENDED = "extended", "延期"
    REMINDED = "reminded", "催报"
    HANDED_OVER = "handed_over", "移交"
    DRAFTED = "drafted", "拟稿"
    CHECKED = "checked", "核稿"
    ISSUED = "issued", "签发"
    DISCARDED = "discarded", "作废"
    SENT = "sent", "发送"


class Measure(models.TextChoices):
    """The two numbers a form may ask for about one indicator and area."""

    VALUE = "value", "数值"
    GROWTH = "growth", "公布增速"


class ReturnState(models.TextChoices):
    """The values of `domain/returns.py`."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已报送"
    SENT_BACK = "sent_back", "已退回"
    APPROVED = "approved", "已审核"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤销"


class CheckKind(models.TextChoices):
    """The values of `domain/checks/kinds.py`."""

    BLANK = "blank", "空白：必须填数或填“—”"
    DIGITS = "digits", "小数位数"
    RANGE = "range", "取值范围"
    CUMULATIVE = "cumulative", "累计数低于本年上一期"
    JUMP = "jump", "与历史相比异动（中位数离差）"
    PARTITION = "partition", "分项之和与整体不符"
    PUBLISHED_GROWTH = "published_growth", "公布增速与水平推算不符"
    MISSING = "missing", "上年同期有数、本期没有"


class Severity(models.TextChoices):
    MANDATORY = "mandatory", "强制性（不通过不能报送）"
    VERIFY = "verify", "核实性（须说明后报送）"


class InboxKind(models.TextChoices):
    FILL = "fill", "填报"
    SENT_BACK = "sent_back", "退回修改"
    REVIEW = "review", "审核"
    PUBLISH = "publish", "发布"
    REMINDER = "reminder", "催报"
    HANDED_OVER = "handed_over", "移交"
    NOTICE = "notice", "告知"
    CHECK = "check", "核稿"
    ISSUE = "issue", "签发"
    BULLETIN = "bulletin", "通报"
    BULLETIN_RUN = "bulletin_run", "通报未生成"
    OUTDATED = "outdated", "通报所据数据已更正"
    VERDICT = "verdict", "目标判断有变化"
