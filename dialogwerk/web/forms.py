"""Forms look like KERN."""

from django.forms.renderers import DjangoTemplates


class KernRenderer(DjangoTemplates):
    """Render forms and fields with the shell's own templates (`templates/forms/`), widgets with Django's."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    @property
    def engine(self):  # type: ignore[no-untyped-def]
        """Use the project's template engine, so that our templates and tags are found."""
        from django.template import engines

        return engines["django"]
