from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_delete


class IsolationConfig(AppConfig):
    name = "tenants.isolation"
    label = "isolation"

    def ready(self) -> None:
        """Every process stamps what it sends, and takes up what it receives. A school's schema is dropped by
        ``tenants.provisioning`` alone.

        django-tenants would drop it with the school's row, and for that listens to the deletion of every row of every
        model: Django then reads all rows of a ``delete()`` first and takes them away one batch after another.
        """
        from django_tenants.signals import tenant_delete_callback

        post_delete.disconnect(tenant_delete_callback)
        import_module("tenants.isolation.trail").connect()
