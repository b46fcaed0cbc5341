"""Where the files beside the code lie: at the top of a checkout, or inside the installed package."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
INSTALLED = PACKAGE / "_site"
SITE = INSTALLED if INSTALLED.is_dir() else PACKAGE.parent

TEMPLATES = SITE / "templates"
STATIC = SITE / "static"
MIGRATIONS = SITE / "migrations"
TRANSLATIONS = PACKAGE / "translations"
