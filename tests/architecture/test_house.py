"""What imports cannot show: contours, names, managers, tasks, the standard library. (Switching: ``test_places``.)"""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.db import models

from tenants.isolation.tasks import RegionTask, SchoolTask
from tests.support.sources import ROOT, sources

NAME_LIMIT = 50


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.split(".")[0] in {"tenants", "apps", "api"}]


def contour_of(model: type[models.Model]) -> str:
    config = apps.get_app_config(model._meta.app_label)
    return "school" if config.name in settings.TENANT_APPS else "shared"


def test_platform_folder_never_shadows_the_standard_library() -> None:
    code = "import platform, uuid, logging; print(platform.__file__); assert platform.system()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert str(ROOT) not in done.stdout
    assert not (ROOT / "platform" / "__init__.py").exists()


def test_no_module_below_platform_has_a_standard_library_name() -> None:
    folders = {path.name for path in (ROOT / "platform").iterdir() if path.is_dir()}
    assert not folders & set(sys.stdlib_module_names)


def test_every_app_is_in_exactly_one_contour() -> None:
    assert not set(settings.SHARED_APPS) & set(settings.TENANT_APPS)
    for name in [*settings.SHARED_APPS, *settings.TENANT_APPS]:
        if name.startswith("apps."):
            expected = settings.TENANT_APPS if name.startswith("apps.school.") else settings.SHARED_APPS
            assert name in expected, name


def test_no_foreign_key_crosses_the_contours() -> None:
    for model in own_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                other = field.related_model
                assert isinstance(other, type)
                assert contour_of(other) == contour_of(model), f"{model._meta.label}.{field.name}"


def test_names_in_the_database_are_short() -> None:
    for model in own_models():
        names = [model._meta.db_table, *(item.name for item in model._meta.constraints)]
        names += [index.name for index in model._meta.indexes]
        assert [name for name in names if len(name) > NAME_LIMIT] == [], model._meta.label


def test_every_task_belongs_to_a_contour() -> None:
    current_app.loader.import_default_modules()
    assert current_app.main == "estafeta"
    own = [task for name, task in current_app.tasks.items() if not name.startswith("celery.")]
    assert own, "no task is registered"
    for task in own:
        assert isinstance(task, SchoolTask | RegionTask), task.name


@pytest.mark.parametrize("name", ["datetime.datetime.now", "datetime.now", "datetime.datetime.today", "date.today"])
def test_time_is_asked_of_the_clock(name: str) -> None:
    for file in sources():
        if file.parts[-2:] == ("kernel", "clock.py") or "runtime" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) != name, f"{file}:{node.lineno}: use kernel.clock"


def test_top_level_holds_what_the_house_draws() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    top = {line.split("/")[0] for line in listed.splitlines()}
    allowed = {
        "platform",
        "tenants",
        "apps",
        "api",
        "deploy",
        "tests",
        "pyproject.toml",
        "README.md",
        "Makefile",
        "LICENSE",
    }
    assert {name for name in top if not name.startswith(".")} <= allowed


@pytest.mark.parametrize("folder", ["platform/kernel", "platform/ui", "platform/runtime", "platform/config"])
def test_each_floor_says_who_lives_there(folder: str) -> None:
    assert (ROOT / folder / "README.md").read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("folder", ["platform", "tenants", "apps", "api", "deploy", "tests"])
def test_each_top_level_folder_says_who_lives_there(folder: str) -> None:
    assert (ROOT / folder / "README.md").read_text(encoding="utf-8").strip()
