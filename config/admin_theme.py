"""The look and the navigation of the admin. Every link asks for the permission of the page behind it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy


def allowed(permission: str) -> Callable[[HttpRequest], bool]:
    """A callback of the sidebar: whether the account has `permission`."""
    return lambda request: request.user.has_perm(permission)


def page(title: str, icon: str, model: str) -> dict[str, Any]:
    """A sidebar entry that leads to the list of `model` ("app.model")."""
    app_label, model_name = model.split(".")
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{app_label}_{model_name}_changelist"),
        "permission": allowed(f"{app_label}.view_{model_name}"),
    }


NAVIGATION = [
    {"title": "", "items": [{"title": "首页", "icon": "home", "link": reverse_lazy("admin:index")}]},
    {
        "title": "填报",
        "items": [
            page("待办", "inbox", "indicators.inboxitem"),
            {
                "title": "报送情况",
                "icon": "fact_check",
                "link": reverse_lazy("admin:indicators_return_board"),
                "permission": allowed("indicators.view_return"),
            },
            page("填报表", "edit_note", "indicators.return"),
            page("报表", "table", "indicators.returnform"),
            page("填报单位", "domain", "indicators.formunit"),
            page("审核规则", "rule", "indicators.checkrule"),
            page("代岗", "switch_account", "indicators.standin"),
        ],
    },
    {
        "title": "公布数据",
        "items": [
            page("数据台账", "database", "indicators.observation"),
            page("增速", "trending_up", "indicators.growth"),
            page("排名", "leaderboard", "tracker.ranking"),
        ],
    },
    {
        "title": "规划目标",
        "items": [
            page("规划与计划", "flag", "tracker.plan"),
            page("规划评估", "inventory", "tracker.assessment"),
            page("评估标准", "straighten", "tracker.assessmentrule"),
        ],
    },
    {
        "title": "亩产评价",
        "items": [
            page("评价批次", "military_tech", "tracker.round"),
            page("企业", "factory", "tracker.enterprise"),
            page("评价标准", "balance", "tracker.scheme"),
            page("部门数据文件", "upload_file", "tracker.factfile"),
            page("待认领数据", "person_search", "tracker.unmatchedrow"),
            page("企业别名", "alternate_email", "tracker.enterprisealias"),
            page("部门供数分工", "assignment_ind", "tracker.factduty"),
            page("评价汇总指标", "functions", "tracker.rollup"),
        ],
    },
    {
        "title": "项目与土地",
        "items": [
            page("项目", "construction", "projects.project"),
            {
                "title": "调度表",
                "icon": "traffic",
                "link": reverse_lazy("admin:projects_projectprogress_dispatch"),
                "permission": allowed("projects.view_projectprogress"),
            },
            {
                "title": "月度调度填报",
                "icon": "calendar_month",
                "link": reverse_lazy("admin:projects_projectprogress_month"),
                "permission": allowed("projects.report_progress"),
            },
            page("月度数据", "history", "projects.projectprogress"),
            page("亮灯标准", "rule_settings", "projects.dispatchrule"),
            page("联审", "fact_check", "projects.review"),
            page("联审步骤", "checklist", "projects.reviewstep"),
            page("联审模板", "account_tree", "projects.reviewtemplate"),
            page("项目问题", "report", "projects.projectissue"),
            page("地块", "landscape", "projects.parcel"),
            {
                "title": "盘活看板",
                "icon": "monitoring",
                "link": reverse_lazy("admin:projects_parcel_board"),
                "permission": allowed("projects.view_parcel"),
            },
            page("地块用地企业", "handshake", "tracker.parcelfirm"),
            page("盘活计入口径", "event_available", "projects.landsetting"),
            page("盘活指标", "link", "projects.landindicator"),
        ],
    },
    {
        "title": "通报",
        "items": [
            page("通报", "newspaper", "tracker.bulletin"),
            page("生成记录", "pending_actions", "tracker.bulletinrun"),
            page("通报定义", "tune", "tracker.bulletindefinition"),
            page("公文模板", "description", "tracker.bulletintemplate"),
        ],
    },
    {
        "title": "基础资料",
        "items": [
            page("指标目录", "list_alt", "indicators.indicator"),
            page("地区", "map", "indicators.area"),
            page("比较组", "groups", "indicators.peergroup"),
            page("部门", "apartment", "indicators.department"),
        ],
    },
    {
        "title": "账号与安全",
        "items": [
            page("账号", "person", "indicators.user"),
            page("登录失败与锁定", "lock", "axes.accessattempt"),
            page("登录日志", "login", "axes.accesslog"),
            page("审计记录", "policy", "indicators.auditentry"),
        ],
    },
    {
        "title": "系统设置",
        "items": [
            page("定时任务", "schedule", "django_celery_beat.periodictask"),
            page("间隔周期", "timer", "django_celery_beat.intervalschedule"),
            page("日历周期", "calendar_month", "django_celery_beat.crontabschedule"),
        ],
    },
]

# A blue of the theme's own scale in place of its violet.
PRIMARY = {
    "50": "oklch(97% .014 254.604)",
    "100": "oklch(93.2% .032 255.585)",
    "200": "oklch(88.2% .059 254.128)",
    "300": "oklch(80.9% .105 251.813)",
    "400": "oklch(70.7% .165 254.624)",
    "500": "oklch(62.3% .214 259.815)",
    "600": "oklch(54.6% .245 262.881)",
    "700": "oklch(48.8% .243 264.376)",
    "800": "oklch(42.4% .199 265.638)",
    "900": "oklch(37.9% .146 265.522)",
    "950": "oklch(28.2% .091 267.935)",
}

UNFOLD = {
    "SITE_TITLE": "五年规划指标监测",
    "SITE_HEADER": "五年规划指标监测",
    "SITE_SYMBOL": "monitoring",
    "SITE_URL": None,
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("config/favicon.svg")},
    ],
    "SHOW_HISTORY": allowed("indicators.view_auditentry"),
    "SHOW_VIEW_ON_SITE": False,
    "BORDER_RADIUS": "6px",
    "COLORS": {"primary": PRIMARY},
    "DASHBOARD_CALLBACK": "tracker.admin.dashboard.dashboard_context",
    "STYLES": [lambda request: static("indicators/admin.css")],
    "SCRIPTS": [lambda request: static("indicators/search_boxes.js")],
    "SIDEBAR": {"show_search": False, "show_all_applications": False, "navigation": NAVIGATION},
}
