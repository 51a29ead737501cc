from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The project itself: holds the commands that need everything (``estafeta demo load``)."""

    name = "config"
    label = "project"
