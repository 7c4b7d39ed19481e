"""Addresses of surveys."""

from django.urls import path

from dialogwerk.surveys.views import public, questions, taking, workshop

TEAM = "werkstatt/<slug:process>/stimmungsbild/"
OF_TEAM = TEAM + "<int:number>/"
QUESTION = OF_TEAM + "fragen/<int:question>/"
BLOCK = OF_TEAM + "bloecke/<int:block>/"
ALL = "<slug:process>/stimmungsbild/"
ONE = ALL + "<int:number>-<slug:slug>/"

app_name = "surveys"
urlpatterns = [
    path(TEAM, workshop.surveys, name="workshop"),
    path(TEAM + "vorgeschlagen/", workshop.proposed, name="proposed"),
    path(TEAM + "neu/", workshop.create, name="create"),
    path(OF_TEAM, questions.questions, name="questions"),
    path(OF_TEAM + "angaben/", workshop.change, name="change"),
    path(OF_TEAM + "stand/", workshop.set_stage, name="set_stage"),
    path(OF_TEAM + "vorschau/", workshop.preview, name="preview"),
    path(OF_TEAM + "texte/", workshop.texts, name="texts"),
    path(OF_TEAM + "vorschlaege/", workshop.proposals, name="proposals"),
    path(OF_TEAM + "vorschlaege/<int:proposal>/", workshop.decide, name="decide"),
    path(OF_TEAM + "gruppen/", workshop.calculate, name="calculate"),
    path(OF_TEAM + "fragen/neu/<slug:kind>/", questions.add, name="add_question"),
    path(OF_TEAM + "fragen/zurueckholen/", questions.restore_question, name="restore_question"),
    path(QUESTION, questions.question, name="question"),
    path(QUESTION + "tun/", questions.act, name="act_on_question"),
    path(OF_TEAM + "bloecke/zurueckholen/", questions.restore_block, name="restore_block"),
    path(BLOCK, questions.block, name="block"),
    path(BLOCK + "tun/", questions.act_on_block, name="act_on_block"),
    path(ALL, public.surveys, name="list"),
    path(ONE, public.survey, name="survey"),
    path(ONE + "mitmachen/", taking.take, name="take"),
    path(ONE + "stimme/", taking.vote, name="vote"),
    path(ONE + "vorschlagen/", taking.propose, name="propose"),
    path(ONE + "meine-antworten/", taking.own, name="own"),
    path(ONE + "danke/", taking.thanks, name="thanks"),
    path(ONE + "ergebnisse/", public.results, name="results"),
    path(ONE + "gruppen/", public.groups, name="groups"),
    path(ONE + "ergebnisse.<slug:kind>", public.download, name="download"),
]
