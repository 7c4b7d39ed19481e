"""Addresses of the live room. A board is reached by its code alone: short enough to be typed from the wall."""

from django.urls import path, register_converter

from dialogwerk.labs.converters import CodeConverter
from dialogwerk.labs.views import wire

register_converter(CodeConverter, "code")

app_name = "labs"
urlpatterns = [
    path("labor/<code:code>/abgleich/", wire.sync, name="sync"),
    path("labor/<code:code>/strom/", wire.stream, name="stream"),
]
