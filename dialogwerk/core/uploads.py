"""Files that were chosen in a form that could not be saved yet: kept, so that nobody has to choose them again.

A browser never fills in a file field. A view that answers 409 or 422 calls `keep_uploads`; the form then shows what is
kept and carries its key, which nobody can guess. A job throws it away after a day (`retention.yaml`).
"""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from dialogwerk.core.models import KeptUpload

SUFFIX = "-kept"


class KeptFile(UploadedFile):
    """A file that was sent with an earlier try."""

    def __init__(self, kept: KeptUpload) -> None:
        self.key = kept.key
        super().__init__(kept.file.open(), kept.name, kept.content_type, kept.file.size)


class KeepsFile:
    """What both widgets for files share: a newly chosen file counts, else the one kept under the key that was sent."""

    kept: KeptFile | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the file, or what the widget says without one."""
        chosen = super().value_from_datadict(data, files, name)  # type: ignore[misc]
        return chosen or kept_under(data.get(f"{name}{SUFFIX}")) or chosen

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """A kept file counts as sent."""
        return f"{name}{SUFFIX}" not in data and super().value_omitted_from_data(data, files, name)  # type: ignore[misc]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add what is kept, and under which name its key is sent."""
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]
        context["widget"] |= {"kept": self.kept, "kept_name": f"{name}{SUFFIX}"}
        return context


class KeptFileInput(KeepsFile, forms.FileInput):
    """Asks for a file."""

    template_name = "forms/file.html"


class KeptClearableFileInput(KeepsFile, forms.ClearableFileInput):
    """Asks for a file in place of the present one."""

    template_name = "forms/clearable_file_input.html"


def keep_uploads(form: forms.BaseForm) -> None:
    """Keep the files of a form that will be shown again, as far as they are no fault themselves, and show them."""
    for name, field in form.fields.items():
        widget, sent_as = field.widget, form.add_prefix(name)
        if name in form.errors or not isinstance(widget, KeepsFile):
            continue
        upload = widget.value_from_datadict(form.data, form.files, sent_as)
        if not isinstance(upload, UploadedFile):
            continue
        widget.kept = upload if isinstance(upload, KeptFile) else _keep(upload)
        data: Any = form.data.copy()  # type: ignore[attr-defined]
        data[f"{sent_as}{SUFFIX}"] = widget.kept.key
        form.data = data


def _keep(upload: UploadedFile) -> KeptFile:
    upload.seek(0)
    kept = KeptUpload(name=(upload.name or "")[:200], content_type=(upload.content_type or "")[:100])
    kept.file.save(kept.key, upload)
    return KeptFile(kept)


def kept_under(key: str | None) -> KeptFile | None:
    """Return the file that is kept under `key`, None where there is none (any more). A query if a key was sent."""
    kept = KeptUpload.objects.filter(key=key).first() if key else None
    if kept is None or not kept.file.storage.exists(str(kept.file.name)):
        return None
    return KeptFile(kept)
