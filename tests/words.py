"""Collects every sentence of the interface and brings the translations up to date: `python -m tests.words`."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
TRANSLATIONS = ROOT / "portal" / "translations"
METHODS = [
    ("portal/**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("templates/**.txt", "jinja2"),
    ("templates/**.xml", "jinja2"),
]
OPTIONS = {pattern: {"trimmed": "true"} for pattern, method in METHODS if method == "jinja2"}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "npgettext": ((1, "c"), 2, 3), "N_": None, "count": (1, 2)}


def collected() -> Catalog:
    """The sentences as they stand in code and templates, in German."""
    catalogue = Catalog(project="portal", charset="utf-8")
    found = extract_from_dir(ROOT, METHODS, OPTIONS, KEYWORDS, directory_filter=_is_ours)
    for _, _, sentence, _, context in found:
        catalogue.add(sentence, context=context)
    return catalogue


def languages() -> list[str]:
    return sorted(path.parent.parent.name for path in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))


def catalogue_of(language: str) -> Catalog:
    with _path(language, "po").open("rb") as file:
        return read_po(file, locale=language)


def missing(language: str) -> list[str]:
    """Sentences this language has no words for, and those that lost a placeholder on the way."""
    translated = catalogue_of(language)
    gaps: list[str] = []
    for message in collected():
        if not message.id:
            continue
        known = translated.get(message.id, message.context)
        if known is None or not _is_complete(known):
            gaps.append(str(message.id))
        elif [*known.check(translated)]:
            gaps.append(f"{message.id}: {known.string}")
    return gaps


def compiled(language: str) -> bytes:
    """What the program reads."""
    file = BytesIO()
    write_mo(file, catalogue_of(language))
    return file.getvalue()


def renew(language: str) -> int:
    """Write the catalogue with new sentences added and old ones dropped; how many wait for a translation."""
    catalogue = catalogue_of(language)
    catalogue.update(collected(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with _path(language, "po").open("wb") as file:
        write_po(file, catalogue, width=0, sort_output=True, omit_header=False, no_location=True)
    _path(language, "mo").write_bytes(compiled(language))
    return len(missing(language))


def _is_complete(message: Message) -> bool:
    """What is marked as a guess is left out of what the program reads."""
    if message.fuzzy:
        return False
    return bool(message.string) if isinstance(message.string, str) else all(message.string or [""])


def _is_ours(path: str | Path) -> bool:
    return Path(path).name in ("portal", "templates") or any(
        folder in Path(path).parts for folder in ("portal", "templates")
    )


def _path(language: str, ending: str) -> Path:
    return TRANSLATIONS / language / "LC_MESSAGES" / f"messages.{ending}"


if __name__ == "__main__":
    for code in languages():
        print(f"{code}: {renew(code)} sentences to translate")  # noqa: T201
