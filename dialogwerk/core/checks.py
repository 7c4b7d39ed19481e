"""System checks of this installation."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register


@register()
def data_folder_is_writable(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn when the data folder cannot be written: uploads and, on SQLite, everything else would fail."""
    folder = settings.ENVIRONMENT.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        hint = "Set DIALOGWERK_DATA_DIR to a folder that the service may write."
        return [Warning(f"The data folder {folder} cannot be used: {error}", hint=hint, id="dialogwerk.W001")]
    return []


@register()
def every_personal_column_has_a_retention_rule(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a column that can hold personal data and has no rule."""
    from dialogwerk.core.retention import uncovered_columns

    hint = "Add the column to dialogwerk/retention.yaml: why it is kept, how long, and what happens then."
    return [
        Error(f"{column} has no retention rule.", hint=hint, id="dialogwerk.E001") for column in uncovered_columns()
    ]


@register()
def pdf_files_can_be_made(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn when the libraries for PDF are missing: everything else works without them."""
    from dialogwerk.core.printing import PACKAGES, missing_libraries

    missing = missing_libraries()
    hint = f"On Debian: apt-get install {PACKAGES}"
    text = f"PDF files cannot be made here, {', '.join(missing)} missing. All other pages work."
    return [Warning(text, hint=hint, id="dialogwerk.W002")] if missing else []
