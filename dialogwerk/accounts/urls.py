"""Addresses of one's own account, beside those of django-allauth."""

from django.urls import path

from dialogwerk.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("bestaetigen/<str:token>/", views.confirm, name="confirm"),
]
