"""Static files with a hash in their name, ES module imports included."""

from collections.abc import Callable
from re import Match
from typing import Any

from csp.utils import build_policy
from django.conf import settings
from servestatic.middleware import ServeStaticMiddleware
from servestatic.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Rewrite `import` and `export` of ES modules to hashed names; leave third-party bundles as they are."""

    support_js_module_import_aggregation = True
    manifest_strict = False

    def url_converter(self, name: str, hashed_files: Any, template: str | None = None) -> Callable[[Match[str]], str]:
        """Rewrite references in our own files only: third-party bundles name files that they do not need."""
        convert: Callable[[Match[str]], str] = super().url_converter(name, hashed_files, template)
        if name.startswith("vendor/") and not name.endswith(".css"):
            return lambda match: match.group(0)
        return convert


class StaticFiles(ServeStaticMiddleware):
    """Answers for static files. No other middleware sees them, so each carries the headers that keep browsers safe."""

    def add_mime_headers(self, headers: Any, path: str, url: str) -> None:
        """Say what a file is, that it is nothing else, and what it may load."""
        super().add_mime_headers(headers, path, url)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = settings.SECURE_REFERRER_POLICY
        headers["Content-Security-Policy"] = build_policy()
