from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "api.v1"
    label = "api"
