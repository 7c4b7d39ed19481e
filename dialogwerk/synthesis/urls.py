"""Addresses of challenges."""

from django.urls import path

from dialogwerk.synthesis.views import public, workshop

WORKSHOP = "werkstatt/<slug:process>/herausforderungen/"
ONE = WORKSHOP + "<int:number>/"
CHALLENGE = ONE + "<int:challenge>/"

app_name = "synthesis"
urlpatterns = [
    path(WORKSHOP, workshop.sets, name="workshop"),
    path(WORKSHOP + "neu/", workshop.create, name="create"),
    path(ONE, workshop.one_set, name="set"),
    path(ONE + "angaben/", workshop.change, name="change"),
    path(ONE + "unbenutzt/", workshop.unused, name="unused"),
    path(ONE + "veroeffentlichen/", workshop.publish, name="publish"),
    path(ONE + "entwurf/", workshop.unpublish, name="unpublish"),
    path(ONE + "neu/", workshop.write, name="write"),
    path(CHALLENGE, workshop.write, name="rewrite"),
    path(CHALLENGE + "verschieben/", workshop.move, name="move"),
    path(CHALLENGE + "zurueckziehen/", workshop.withdraw, name="withdraw"),
    path("<slug:process>/herausforderungen/", public.challenges, name="challenges"),
    path("<slug:process>/herausforderungen/<int:number>-<slug:slug>/", public.challenge, name="challenge"),
]
