"""Addresses of this room."""

from django.urls import path

from dialogwerk.places import views

app_name = "places"
urlpatterns = [
    path("orte/", views.places, name="places"),
    path("orte/punkt/", views.point, name="point"),
    path("umrisse/<slug:region_set>-<slug:digest>.json", views.outlines, name="outlines"),
]
