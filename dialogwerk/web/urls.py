"""Addresses of the shell."""

from django.urls import path

from dialogwerk.processes.views.workshop import overview
from dialogwerk.web import views
from dialogwerk.web.views.mine import mine

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("suche/", views.search, name="search"),
    path("konto/eigenes/", mine, name="mine"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("vorschau-text/", views.preview_text, name="preview_text"),
    path("media/<path:name>", views.uploaded, name="uploaded"),
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("farben/<int:owner>-<slug:accent>.css", views.accent, name="accent"),
    path("farben/alle-<slug:digest>.css", views.accents, name="accents"),
    path("werkstatt/", views.workshops, name="workshops"),
    path("werkstatt/neu/", overview.new, name="new_process"),
    path("werkstatt/<slug:process>/", views.workshop, name="workshop"),
    path("werkstatt/<slug:process>/protokoll/", views.protocol, name="protocol"),
    path("<slug:process>/", views.process, name="process"),
    path("<slug:process>/ergebnisse/", views.results, name="results"),
]
