from __future__ import annotations

from django.apps import AppConfig


class DepartmentsConfig(AppConfig):
    name = "goodstanding.departments"
    label = "departments"
