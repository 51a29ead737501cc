from importlib import import_module

from django.apps import AppConfig


class IsolationConfig(AppConfig):
    name = "tenants.isolation"
    label = "isolation"

    def ready(self) -> None:
        """Every process stamps what it sends, and takes up what it receives."""
        import_module("tenants.isolation.trail").connect()
