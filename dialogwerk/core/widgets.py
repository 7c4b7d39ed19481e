"""Form widgets that every room may use."""

from django import forms


class MarkdownArea(forms.Textarea):
    """A text area for Markdown: with a toolbar and a preview where JavaScript runs, and a short hint everywhere."""

    template_name = "forms/markdown.html"
