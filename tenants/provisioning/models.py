"""Records of provisioning. Shared schema."""

from tenants.provisioning.life.models import Destruction, Restoration, SchoolExport

__all__ = ["Destruction", "Restoration", "SchoolExport"]
