"""App configuration."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Regions."""

    name = "dialogwerk.places"
    label = "places"
