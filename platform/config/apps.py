from importlib import import_module

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The project itself: its Celery, and the commands that need everything (``estafeta demo load``)."""

    name = "config"
    label = "project"

    def ready(self) -> None:
        """Every process knows every task, so that whoever starts a job can send it."""
        import_module("config.celery").app.autodiscover_tasks(force=True)
