from django.apps import AppConfig


class ProvisioningConfig(AppConfig):
    name = "tenants.provisioning"
    label = "provisioning"

    def ready(self) -> None:
        """Django's own way of migrating a school (``migrate_schemas``) leaves the right version on its row too."""
        from django_tenants.signals import schema_migrated

        from tenants.provisioning.fleet.recording import note_migrated

        schema_migrated.connect(note_migrated, dispatch_uid="fleet.note_migrated")
