"""What a school's database role may do with the shared journal."""

SCHOOLS_MAY = {
    "SharedAudit": "SELECT, INSERT",
    "SharedClaim": "SELECT, INSERT",
    "SchoolChange": "SELECT, INSERT, DELETE",
    "Errand": "SELECT, INSERT, DELETE",
    "Job": "SELECT, INSERT, UPDATE",
}
APPEND_ONLY = ("SharedAudit",)
