"""The accounts of the demo, one for each role. They exist outside production only; their passwords are public."""

from dataclasses import dataclass

DEMO_AREA = "430300"  # 湘潭市
DEMO_DEPARTMENT = "统计局"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoLogin:
    """An account named like its role."""

    role: str
    label: str
    area: str | None = None
    department: str = ""

    @property
    def name(self) -> str:
        return self.role

    @property
    def password(self) -> str:
        return f"demo-{self.role}-2026"


DEMO_LOGINS = [
    DemoLogin(role="entry", label="填报岗", area=DEMO_AREA, department=DEMO_DEPARTMENT),
    DemoLogin(role="reviewer", label="审核岗", area=DEMO_AREA),
    DemoLogin(role="publisher", label="审定发布岗", area=DEMO_AREA),
    DemoLogin(role="evaluation", label="评价平台（接口）", area=DEMO_AREA),
    DemoLogin(role="viewer", label="查阅", area=DEMO_AREA),
    DemoLogin(role="admin", label="系统管理员"),
    DemoLogin(role="security", label="安全管理员"),
    DemoLogin(role="auditor", label="安全审计员"),
]
