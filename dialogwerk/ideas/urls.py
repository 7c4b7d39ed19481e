"""Addresses of ideas, contributions and the idea map."""

from django.urls import path

from dialogwerk.ideas import views

app_name = "ideas"
urlpatterns = [
    path("<slug:process>/karte/", views.idea_map, name="map"),
    path("<slug:process>/ideen/neu/", views.new_idea, name="new"),
    path("<slug:process>/ideen/<int:number>-<slug:slug>/", views.idea, name="idea"),
    path("<slug:process>/beitraege/", views.contributions, name="contributions"),
    path("<slug:process>/beitraege/<int:number>-<slug:slug>/", views.contribution, name="contribution"),
]
