from importlib import import_module

from axes.apps import AppConfig as AxesConfig
from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ConfigConfig(AppConfig):
    """The installation itself: settings, addresses, servers. Its templates come before those of the admin theme."""

    name = "config"
    verbose_name = "系统"

    def ready(self) -> None:
        """Subscribe to what the installation has to follow."""
        import_module("config.receivers")


class TrackerAdminConfig(AdminConfig):
    """The admin with our own site in place of Django's."""

    default_site = "config.admin_site.TrackerAdminSite"


class LoginSafetyConfig(AxesConfig):
    """The lock-out after failed log-ins, under a Chinese name."""

    verbose_name = "登录安全"
