"""Writes of the public page: results, materials, lists and portfolios of people."""

from .materials import edit_material, place_material, remove_material, state_place
from .people import publish_list, publish_portfolio, remove_list, remove_portfolio
from .results import edit_result, publish_result, unpublish_result

__all__ = [
    "edit_material",
    "edit_result",
    "place_material",
    "publish_list",
    "publish_portfolio",
    "publish_result",
    "remove_list",
    "remove_material",
    "remove_portfolio",
    "state_place",
    "unpublish_result",
]
