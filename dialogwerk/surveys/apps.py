"""App configuration."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Surveys, statements, opinion groups."""

    name = "dialogwerk.surveys"
    label = "surveys"
