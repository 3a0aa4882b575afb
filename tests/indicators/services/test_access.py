"""Accounts: every refusal at once, nobody his own, one entry a change."""

import pytest
from django.core.exceptions import ValidationError

from indicators.models import AuditEntry, User
from indicators.services.access import create_user, save_account, set_password
from indicators.services.audit import Actor
from tests.builders import TESTER, make_area

pytestmark = pytest.mark.django_db


def make_user(name: str = "zhang", role: str = "security", **fields) -> User:
    return create_user(username=name, password="a-good-phrase-1", role=role, actor=TESTER, **fields)


def test_every_reason_to_refuse_an_account_is_listed():
    make_user()
    with pytest.raises(ValidationError) as refusal:
        create_user(username="zhang", password="123", role="boss", areas=["X"], actor=TESTER)
    assert len(refusal.value.messages) >= 5
    assert User.objects.count() == 1


def test_a_new_account_is_one_entry_without_its_secret():
    make_user(department="统计局", full_name="张三", email="zhang@example.org")
    entries = list(AuditEntry.objects.order_by("id").values_list("object_type", "action"))
    assert entries == [("department", "created"), ("user", "created")]
    assert AuditEntry.objects.latest("id").new["full_name"] == "张三"
    assert "password" not in AuditEntry.objects.latest("id").new


def test_nobody_changes_his_own_role_areas_or_state():
    user = make_user()
    user.role, user.is_active = "publisher", False
    with pytest.raises(ValidationError) as refusal:
        save_account(user=user, areas=[make_area("A")], actor=Actor.of(User.objects.get()))
    assert set(refusal.value.message_dict) == {"role", "is_active", "areas"}
    other = make_user("li")
    user.is_active = True
    save_account(user=user, areas=[], actor=Actor.of(other))
    assert User.objects.get(pk=user.pk).role == "publisher"


def test_each_administrator_changes_only_what_is_his():
    user, admin, security = make_user(role="viewer"), make_user("li", "admin"), make_user("wang")
    user.role, user.full_name = "publisher", "张三"
    with pytest.raises(ValidationError) as refusal:
        save_account(user=user, areas=[make_area("A")], actor=Actor.of(admin))
    assert set(refusal.value.message_dict) == {"role", "areas"}
    with pytest.raises(ValidationError) as refusal:
        save_account(user=user, actor=Actor.of(security))
    assert set(refusal.value.message_dict) == {"full_name"}


@pytest.mark.parametrize("role", ["admin", "security", "auditor"])
def test_the_system_administrator_cannot_become_another_administrator(role):
    user, admin = make_user(role=role), make_user("li", "admin")
    with pytest.raises(ValidationError, match="安全管理员"):
        set_password(user=user, password="another-phrase-2", actor=Actor.of(admin))
    set_password(user=user, password="another-phrase-2", actor=Actor.of(make_user("wang")))
    assert user.must_change_password


def test_a_password_chosen_by_another_must_be_changed():
    user, admin = make_user(role="viewer"), make_user("li", "admin")
    set_password(user=user, password="another-phrase-2", actor=Actor.of(admin))
    assert user.must_change_password
    set_password(user=user, password="another-phrase-3", actor=Actor.of(user))
    assert not User.objects.get(pk=user.pk).must_change_password
    with pytest.raises(ValidationError):
        set_password(user=user, password="short", actor=Actor.of(user))
    with pytest.raises(ValidationError, match="系统管理员"):
        set_password(user=user, password="another-phrase-4", actor=Actor.of(make_user("wang")))
