"""Addresses of the live room. A board is reached by its code alone: short enough to be typed from the wall."""

from django.urls import path, register_converter

from dialogwerk.labs.converters import CodeConverter
from dialogwerk.labs.views import board, host, print, review, room, wall, wire, worker

register_converter(CodeConverter, "code")

app_name = "labs"
HOST = "werkstatt/<slug:process>/termine/<int:number>/labor/"
urlpatterns = [
    path(HOST, host.host, name="host"),
    path(HOST + "vorbereiten/", host.prepare, name="prepare"),
    path(HOST + "durchsicht/", review.review, name="review"),
    path(HOST + "durchsicht/entscheiden/", review.decide, name="decide"),
    path(HOST + "durchsicht/<uuid:card>/", review.word, name="word"),
    path(HOST + "veroeffentlichen/", review.publish, name="publish"),
    path(HOST + "tischkarten.pdf", print.table_cards, name="table_cards"),
    path(HOST + "leere-karten.pdf", print.blank_cards, name="blank_cards"),
    path(HOST + "<slug:act>/", host.run, name="run"),
    path("labor/", room.enter, name="enter"),
    path("labor/sw.js", worker.service_worker, name="worker"),
    path("labor/<code:code>/", room.table, name="table"),
    path("labor/<code:code>/karte/<uuid:card>/", room.card, name="card"),
    path("labor/<code:code>/ich/", room.about_me, name="about_me"),
    path("labor/<code:code>/wand/", wall.wall, name="wall"),
    path("labor/<code:code>/tisch/", board.board, name="board"),
    path("labor/<code:code>/fotos/", board.photos, name="photos"),
    path("labor/<code:code>/qr.svg", wall.qr, name="qr"),
    path("labor/<code:code>/abgleich/", wire.sync, name="sync"),
    path("labor/<code:code>/strom/", wire.stream, name="stream"),
]
