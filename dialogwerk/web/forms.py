"""Forms look like KERN."""

from pathlib import PurePosixPath
from typing import Any

from django.forms.renderers import DjangoTemplates

INPUTS = "text textarea markdown email number password search tel url date datetime time file clearable_file_input"
# widget template -> KERN class
CLASSES = {
    "checkbox": "kern-form-check__checkbox",
    "checkbox_option": "kern-form-check__checkbox",
    "radio_option": "kern-form-check__radio",
    "select": "kern-form-input__select",
} | dict.fromkeys(INPUTS.split(), "kern-form-input__input")


class KernRenderer(DjangoTemplates):
    """Render forms, fields and widgets with the shell's own templates (`templates/forms/`) and KERN's classes."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    @property
    def engine(self) -> Any:
        """Use the project's template engine, so that our templates and tags are found."""
        from django.template import engines

        return engines["django"]

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Give a widget the KERN class of its kind, beside classes of its own."""
        name = CLASSES.get(PurePosixPath(template_name).stem)
        if name and "widget" in context:
            attributes = context["widget"]["attrs"]
            own = [word for word in str(attributes.get("class", "")).split() if word != name]
            context["widget"]["attrs"] = {**attributes, "class": " ".join([*own, name])}
        return super().render(template_name, context, request)
