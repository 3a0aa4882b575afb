"""The accounts of the demo: one for each role, three more for returns; not in production, the passwords are public."""

from dataclasses import dataclass

DEMO_AREA = ("430300",)  # 湘潭市
DEMO_COUNTIES = ("430302", "430304", "430321", "430381", "430382")
DEMO_DEPARTMENT = "统计局"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoLogin:
    """An account named like its role, except where `name` says otherwise."""

    role: str
    label: str
    areas: tuple[str, ...] = ()
    department: str = ""
    name: str = ""
    full_name: str = ""

    def __post_init__(self) -> None:
        if not self.name:
            object.__setattr__(self, "name", self.role)

    @property
    def password(self) -> str:
        return f"demo-{self.name}-2026"


DEMO_LOGINS = [
    DemoLogin(
        role="entry", label="填报岗（市统计局）", full_name="演示·市统计局", areas=DEMO_AREA, department=DEMO_DEPARTMENT
    ),
    DemoLogin(
        role="entry",
        name="deputy",
        label="填报岗（市统计局，可代岗、可接收移交）",
        full_name="演示·市统计局乙",
        areas=DEMO_AREA,
        department=DEMO_DEPARTMENT,
    ),
    DemoLogin(
        role="entry", name="county", label="填报岗（各县市区本级）", full_name="演示·县市区", areas=DEMO_COUNTIES
    ),
    DemoLogin(
        role="entry", name="park", label="填报岗（湘乡经济开发区）", full_name="演示·湘乡经开区", areas=("430381-JKQ",)
    ),
    DemoLogin(role="reviewer", label="审核岗", areas=DEMO_AREA),
    DemoLogin(role="publisher", label="审定发布岗", areas=DEMO_AREA),
    DemoLogin(role="evaluation", label="评价平台（接口）", areas=DEMO_AREA),
    DemoLogin(role="viewer", label="查阅", areas=DEMO_AREA),
    DemoLogin(role="admin", label="系统管理员"),
    DemoLogin(role="security", label="安全管理员"),
    DemoLogin(role="auditor", label="安全审计员"),
]
