"""Addresses of ideas, contributions and the idea map."""

from django.urls import path
from django.views.generic import RedirectView

from dialogwerk.ideas.views import alike, editing, idea_map, lists, public, regions, submission, support, workshop

app_name = "ideas"
urlpatterns = [
    path("<slug:process>/karte/", idea_map.idea_map, name="map"),
    path("<slug:process>/karte/liste/", idea_map.map_list, name="map_list"),
    path("<slug:process>/karte/daten/", idea_map.map_data, name="map_data"),
    path("<slug:process>/karte/auswahl/", idea_map.map_card, name="map_card"),
    path("<slug:process>/regionen/", regions.regions, name="regions"),
    path("<slug:process>/regionen/<slug:region>/", regions.region, name="region"),
    path("<slug:process>/ideen/", RedirectView.as_view(pattern_name="ideas:map"), name="list"),
    path("<slug:process>/ideen/neu/", submission.new_idea, name="new"),
    path("<slug:process>/ideen/neu/zwischenspeichern/", submission.autosave, name="autosave"),
    path("<slug:process>/ideen/neu/aehnliche/", submission.similar, name="similar"),
    path("<slug:process>/ideen/neu/vorschau/", submission.preview, name="preview"),
    path("<slug:process>/ideen/neu/einreichen/", submission.send_idea, name="send"),
    path("<slug:process>/ideen/neu/verwerfen/", submission.discard, name="discard"),
    path("<slug:process>/ideen/<int:number>-<slug:slug>/", public.idea, name="idea"),
    path("<slug:process>/aehnlich/<int:number>/", alike.alike, name="alike"),
    path("<slug:process>/ideen/<int:number>/danke/", submission.thanks, name="thanks"),
    path("<slug:process>/ideen/<int:number>/bearbeiten/", editing.edit, name="edit"),
    path("<slug:process>/ideen/<int:number>/zurueckziehen/", editing.withdraw, name="withdraw"),
    path("<slug:process>/ideen/<int:number>/mitmachen/", support.support, name="support"),
    path(
        "<slug:process>/ideen/<int:number>/mitmachen/<int:support>/zurueckziehen/",
        support.withdraw,
        name="withdraw_support",
    ),
    path("<slug:process>/ideen/<int:number>/mitmachen/<int:support>/erledigt/", support.settle, name="settle_support"),
    path("<slug:process>/ideen/<int:number>/bedarf/<int:need>/", support.meet_need, name="meet_need"),
    path("<slug:process>/beitraege/", public.contributions, name="contributions"),
    path("<slug:process>/beitraege/neu/", submission.new_contribution, name="new_contribution"),
    path("<slug:process>/beitraege/<int:number>-<slug:slug>/", public.contribution, name="contribution"),
    path("<slug:process>/beitraege/<int:number>/bearbeiten/", editing.edit_card, name="edit_contribution"),
    path("<slug:process>/beitraege/<int:number>/zurueckziehen/", editing.withdraw, name="withdraw_contribution"),
    path("werkstatt/<slug:process>/ideen/", lists.ideas, name="workshop"),
    path("werkstatt/<slug:process>/ideen/auswahl/", lists.bulk, name="bulk"),
    path("werkstatt/<slug:process>/ideen/auswahl/rueckgaengig/", lists.undo_bulk, name="undo_bulk"),
    path("werkstatt/<slug:process>/beitraege/", lists.contributions, name="workshop_contributions"),
    path("werkstatt/<slug:process>/beitraege/auswahl/", lists.bulk_contributions, name="bulk_contributions"),
    path(
        "werkstatt/<slug:process>/beitraege/auswahl/rueckgaengig/",
        lists.undo_bulk_contributions,
        name="undo_bulk_contributions",
    ),
    path("werkstatt/<slug:process>/angebote/", workshop.offers, name="offers"),
    path("werkstatt/<slug:process>/angebote/auswahl/", support.settle_many_offers, name="settle_many"),
    path("werkstatt/<slug:process>/angebote/auswahl/rueckgaengig/", support.undo_settle_many, name="undo_settle_many"),
    path("werkstatt/<slug:process>/ideen/<int:number>/", workshop.idea, name="workshop_idea"),
    path("werkstatt/<slug:process>/ideen/<int:number>/antwort/", workshop.answer, name="answer"),
    path("werkstatt/<slug:process>/ideen/<int:number>/reifegrad/", workshop.stage, name="stage"),
    path("werkstatt/<slug:process>/ideen/<int:number>/sichtbarkeit/", workshop.state, name="state"),
]
