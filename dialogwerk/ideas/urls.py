"""Addresses of ideas, contributions and the idea map."""

from django.urls import path

from dialogwerk.ideas.views import idea_map, public, submission

app_name = "ideas"
urlpatterns = [
    path("<slug:process>/karte/", idea_map.idea_map, name="map"),
    path("<slug:process>/ideen/neu/", submission.new_idea, name="new"),
    path("<slug:process>/ideen/<int:number>-<slug:slug>/", public.idea, name="idea"),
    path("<slug:process>/beitraege/", public.contributions, name="contributions"),
    path("<slug:process>/beitraege/<int:number>-<slug:slug>/", public.contribution, name="contribution"),
]
