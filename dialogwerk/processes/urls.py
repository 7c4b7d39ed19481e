"""Addresses of the frame."""

from django.urls import path

from dialogwerk.processes import views
from dialogwerk.processes.views.workshop import lifecycle, lists, organisations, overview, parts, regions, team

app_name = "processes"
SETUP = "werkstatt/<slug:process>/einrichten/"
ORGANISATIONS = "werkstatt/<slug:process>/organisationen/"
urlpatterns = [
    path("vorschau/<str:token>/", views.preview, name="preview"),
    path(SETUP, overview.overview, name="setup"),
    path(f"{SETUP}vorschau/", overview.new_preview, name="new_preview"),
    path(f"{SETUP}stand/<slug:step>/", lifecycle.step, name="step"),
    path(f"{SETUP}regionen/schnitt/", regions.region_set, name="region_set"),
    path(f"{SETUP}regionen/alle/", regions.all_regions, name="all_regions"),
    path(f"{SETUP}zuordnung/<int:topic>/", lists.mapping, name="mapping"),
    path(f"{SETUP}<slug:part>/", parts.part, name="setup_part"),
    path(f"{SETUP}<slug:part>/zurueckholen/", lists.undo, name="undo"),
    path(f"{SETUP}<slug:part>/<int:parent>/", lists.nested, name="setup_nested"),
    path(f"{SETUP}<slug:part>/<int:parent>/zurueckholen/", lists.undo, name="undo_nested"),
    path(ORGANISATIONS, organisations.organisations, name="organisations"),
    path(f"{ORGANISATIONS}neu/", organisations.new, name="new_organisation"),
    path(f"{ORGANISATIONS}<int:number>/", organisations.organisation, name="organisation"),
    path(f"{ORGANISATIONS}zusammenfuehren/", organisations.merge, name="merge_organisations"),
    path(f"{ORGANISATIONS}trennen/", organisations.part, name="part_organisations"),
    path("werkstatt/<slug:process>/team/", team.team, name="team"),
    path("werkstatt/<slug:process>/team/ende-zuruecknehmen/", team.take_back, name="take_end_back"),
    path("werkstatt/<slug:process>/team/<int:role>/beenden/", team.end, name="end_role"),
    path("<slug:process>/ueber/", views.about, name="about"),
    path("<slug:process>/rechtliches/<slug:which>/", views.legal, name="legal"),
]
