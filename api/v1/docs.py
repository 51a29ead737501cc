"""The OpenAPI document of a place, its page to read and try, and the answer to wrong addresses.

The document and the page are open to everybody: they tell what the product can do, which its source does as well, and
hold no school's data. A browser has no token in its address bar, so a door here would only shut out the reader.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request

from api.v1.base import Endpoint
from api.v1.schema import InWords
from kernel.acting import Place
from kernel.doors import ANYONE, Access
from kernel.errors import NotFound

URLCONFS = {"school": "SCHOOL_URLCONF", "region": "REGION_URLCONF"}


class SchemaEndpoint(SpectacularAPIView):
    """The OpenAPI 3 document: YAML, or JSON by ``Accept: application/json``."""

    access: ClassVar[Access] = ANYONE
    authentication_classes = ()
    permission_classes = ()
    generator_class = InWords
    place: Place = "school"

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The document of this kind of host."""
        self.urlconf = getattr(settings, URLCONFS[self.place])
        answer: HttpResponseBase = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]  # no types there
        return answer


class DocsEndpoint(SpectacularSwaggerSplitView):
    """The page. Its script is a request of its own, as the product allows no script inside a page."""

    access: ClassVar[Access] = ANYONE
    authentication_classes = ()
    permission_classes = ()
    url_name = "api:schema"
    template_name = "api/docs.html"


class NothingHere(Endpoint):
    """Any other address: programs get a problem document, not a page."""

    access = ANYONE
    authentication_classes = ()
    throttle_classes = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Whoever asks, by whatever method."""
        raise NotFound()
