"""The school's journal is written and read, never changed: see ``tenants.provisioning.rights``."""

APPEND_ONLY = ("SchoolAudit",)
