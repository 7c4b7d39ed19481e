"""Addresses of the live room. A board is reached by its code alone: short enough to be typed from the wall."""

from django.urls import path, register_converter

from dialogwerk.labs.converters import CodeConverter
from dialogwerk.labs.views import room, wire, worker

register_converter(CodeConverter, "code")

app_name = "labs"
urlpatterns = [
    path("labor/", room.enter, name="enter"),
    path("labor/sw.js", worker.service_worker, name="worker"),
    path("labor/<code:code>/", room.table, name="table"),
    path("labor/<code:code>/karte/<uuid:card>/", room.card, name="card"),
    path("labor/<code:code>/ich/", room.about_me, name="about_me"),
    path("labor/<code:code>/abgleich/", wire.sync, name="sync"),
    path("labor/<code:code>/strom/", wire.stream, name="stream"),
]
