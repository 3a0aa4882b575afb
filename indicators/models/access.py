"""Accounts: one role each, a department, areas, hashed tokens. There is no superuser."""

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils import timezone

from indicators.choices import Role
from indicators.models.areas import Area


class Department(models.Model):
    """An office of the administration, as the catalogue and accounts name it."""

    name = models.CharField("名称", max_length=100, unique=True)

    class Meta:
        verbose_name = "部门"
        verbose_name_plural = "部门"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Looks accounts up for the login; accounts are made by `services.access` alone."""


class User(AbstractBaseUser):
    """An account. What it may do follows from its role and its areas, see `queries.access`."""

    username = models.CharField("用户名", max_length=150, unique=True, validators=[UnicodeUsernameValidator()])
    full_name = models.CharField("姓名", max_length=100, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    role = models.CharField("角色", max_length=20, choices=Role)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, verbose_name="部门")
    areas = models.ManyToManyField(Area, blank=True, related_name="+", verbose_name="地区", help_text="含下级地区")
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("须改初始密码", default=False)
    created_at = models.DateTimeField("建立时间", default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @property
    def is_staff(self) -> bool:
        """Whether the account may sign in to the admin: everyone but the evaluation platform's."""
        return self.is_active and self.role != Role.EVALUATION

    @property
    def is_superuser(self) -> bool:
        """Nobody passes the predicates by force."""
        return False

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Whether a predicate of `queries.access` grants `perm`; what no predicate names is refused."""
        return self.is_active and rules.has_perm(perm, self, obj)

    def has_module_perms(self, app_label: str) -> bool:
        """The admin asks this before it asks for each model; the answer that counts is `has_perm`."""
        return self.is_staff


class ApiToken(models.Model):
    """A token of an account, kept as its SHA-256 only."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens", verbose_name="账号")
    digest = models.CharField("摘要", max_length=64, unique=True)
    issued_at = models.DateTimeField("签发时间", default=timezone.now)
    revoked_at = models.DateTimeField("吊销时间", null=True, blank=True)

    class Meta:
        verbose_name = "接口令牌"
        verbose_name_plural = "接口令牌"
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return f"{self.user} {timezone.localtime(self.issued_at):%Y-%m-%d %H:%M}"
