"""App configuration."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Events."""

    name = "dialogwerk.events"
    label = "events"
