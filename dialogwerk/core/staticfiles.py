"""Static files with a hash in their name, ES module imports included."""

from servestatic.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Rewrite `import` and `export` of ES modules to hashed names; leave third-party bundles as they are."""

    support_js_module_import_aggregation = True
    manifest_strict = False

    def url_converter(self, name, hashed_files, template=None):  # type: ignore[no-untyped-def]
        """Rewrite references in our own files only: third-party bundles name files that they do not need."""
        convert = super().url_converter(name, hashed_files, template)
        if name.startswith("vendor/") and not name.endswith(".css"):
            return lambda match: match.group(0)
        return convert
