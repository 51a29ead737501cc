"""Pages of the platform operator, on the region's host."""

from tenants.provisioning.pages.care import CarePage, RepairPage
from tenants.provisioning.pages.lists import CreateListPage, NewListPage, SampleTable, SchoolListPage
from tenants.provisioning.pages.schools import CreateSchoolPage, SchoolPage, SchoolsPage
from tenants.provisioning.pages.states import ArchivePage, ResumePage, RetryPage, SuspendPage, UnarchivePage

__all__ = [
    "ArchivePage",
    "CarePage",
    "CreateListPage",
    "CreateSchoolPage",
    "NewListPage",
    "RepairPage",
    "ResumePage",
    "RetryPage",
    "SampleTable",
    "SchoolListPage",
    "SchoolPage",
    "SchoolsPage",
    "SuspendPage",
    "UnarchivePage",
]
