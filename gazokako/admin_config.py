"""Puts Django's admin behind the site's own login."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    """Named in INSTALLED_APPS in the place of Django's."""

    default_site = "gazokako.staff_login.StaffSite"
