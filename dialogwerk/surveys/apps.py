"""App configuration."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Surveys, statements, opinion groups."""

    name = "dialogwerk.surveys"
    label = "surveys"

    def ready(self) -> None:
        """Register the periodic work."""
        from dialogwerk.surveys import jobs  # noqa: F401
