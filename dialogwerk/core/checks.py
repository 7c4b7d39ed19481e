"""System checks of this installation."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


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
