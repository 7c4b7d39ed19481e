"""App configuration."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Shell."""

    name = "dialogwerk.web"
    label = "web"

    def ready(self) -> None:
        """Load the policy: from here on the gate knows who may do what."""
        from dialogwerk import policy  # noqa: F401
