"""Archives and code of the same state of the tables: the only ones that fit together."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from kernel.errors import Conflict
from tenants.provisioning.life.manifest import Manifest

SHOWN = 5


def require_same_migrations(described: Manifest) -> None:
    """``Conflict`` with the next step when the archive's tables are older or newer than this code's.

    Only the school's own apps count: shared rows are read by their fields.
    """
    loader = MigrationLoader(None)
    own = {label for label, config in _labels().items() if config in settings.TENANT_APPS}
    known = {key for key in loader.graph.nodes if key[0] in own}
    archived = {(app, name) for app, name in described.migrations if app in own}
    if unknown := archived - known:
        raise Conflict(
            _("The archive has migrations that this version does not know: %(names)s.") % {"names": _named(unknown)},
            next_step=_("Restore it with version %(version)s of the product or a newer one.")
            % {"version": described.product},
        )
    if missing := known - archived:
        raise Conflict(
            _("The archive is older than this version, it lacks the migrations %(names)s.")
            % {"names": _named(missing)},
            next_step=_(
                "Restore it with version %(version)s, which made it, migrate that installation to this version and"
                " export the school again."
            )
            % {"version": described.product},
        )


def _labels() -> dict[str, str]:
    return {config.label: config.name for config in apps.get_app_configs()}


def _named(keys: set[tuple[str, str]]) -> str:
    names = [f"{app}.{name}" for app, name in sorted(keys)]
    return ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")
