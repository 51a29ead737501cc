from __future__ import annotations

from django.urls import path

from .pages import materials, people, public, results

app_name = "publication"

urlpatterns = [
    path("", results.IndexPage.as_view(), name="index"),
    path("page/", public.PublicPage.as_view(), name="public"),
    path("page/<int:result>/", public.PublicResultPage.as_view(), name="result"),
    path("page/materials/<str:material_kind>/", public.PublicMaterials.as_view(), name="materials_public"),
    path("page/lists/<str:registry>/", public.PublicList.as_view(), name="list_public"),
    path("page/portfolios/<int:portfolio>/", public.PublicPortfolio.as_view(), name="portfolio_public"),
    path("programmes/<int:programme>/", results.PublishPage.as_view(), name="publish"),
    path("<int:result>/", results.EditPage.as_view(), name="edit"),
    path("<int:result>/unpublish/", results.UnpublishPage.as_view(), name="unpublish"),
    path("materials/", materials.MaterialList.as_view(), name="materials"),
    path("materials/add/", materials.AddMaterial.as_view(), name="material_add"),
    path("materials/<int:material>/", materials.EditMaterial.as_view(), name="material"),
    path("materials/<int:material>/remove/", materials.RemoveMaterial.as_view(), name="material_remove"),
    path("place/", materials.StatePlace.as_view(), name="place"),
    path("lists/", people.Lists.as_view(), name="lists"),
    path("lists/<str:registry>/publish/", people.PublishList.as_view(), name="list_publish"),
    path("lists/<str:registry>/remove/", people.RemoveList.as_view(), name="list_remove"),
    path("portfolios/", people.Portfolios.as_view(), name="portfolios"),
    path("portfolios/<int:person>/", people.PublishPortfolio.as_view(), name="portfolio"),
    path("portfolios/<int:portfolio>/remove/", people.RemovePortfolio.as_view(), name="portfolio_remove"),
]
