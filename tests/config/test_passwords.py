"""Which passwords are taken, and that the refusal says in Chinese what is wrong with one."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from config.launcher.demo_logins import DEMO_LOGINS, DemoLogin
from indicators.choices import Role
from indicators.models import User

LI = User(username="clerk-of-yuhu", full_name="LiXiaoMing-Xiangtan", email="postbox77@example.cn", role=Role.ENTRY)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("Xt-2026-xy", ""),
        ("一二三四五六七八九十", ""),
        ("Xt-2026-x", "至少 10 个字符"),
        ("password123", "太常见"),
        ("7391468205", "只包含数字"),
        ("clerk-of-yuhu1", "用户名"),
        ("lixiaoming-xiangtan", "姓名"),
        ("postbox77@example", "电子邮箱"),
    ],
)
def test_rules(password: str, said: str) -> None:
    messages: list[str] = []
    try:
        validate_password(password, LI)
    except ValidationError as error:
        messages = error.messages
    assert (said in " ".join(messages)) if said else messages == []


@pytest.mark.parametrize("login", DEMO_LOGINS, ids=lambda login: login.name)
def test_the_logins_of_the_demo_keep_the_rules(login: DemoLogin) -> None:
    validate_password(login.password, User(username=login.name, role=login.role))
