"""Addresses of the frame."""

from django.urls import path

from dialogwerk.processes import views

app_name = "processes"
urlpatterns = [
    path("vorschau/<str:token>/", views.preview, name="preview"),
    path("<slug:process>/regionen/", views.regions, name="regions"),
    path("<slug:process>/regionen/<slug:region>/", views.region, name="region"),
    path("<slug:process>/ueber/", views.about, name="about"),
    path("<slug:process>/rechtliches/<slug:which>/", views.legal, name="legal"),
]
