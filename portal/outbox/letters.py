"""A letter as it is written: subject, text and HTML in the reader's language, from `templates/letters/`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from portal.kernel.codes import unbroken
from portal.kernel.places import TEMPLATES
from portal.kernel.words import Words


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    address: str
    subject: str
    text: str
    html: str
    is_secret: bool = False


SQUARE = "qr:"
"""Begins the address of a picture in a letter that waits; the worker draws what stands behind it and encloses it."""
SITE = "portal:"
"""Stands for the address of the site in a letter that waits; the worker puts in `BASE_URL`."""


def write(
    template: str, words: Words, address: str, values: Mapping[str, Any], *, is_secret: bool = False
) -> WrittenLetter:
    """Fill `letters/<template>.txt` and `.html`; the first line of the text is the subject.

    A secret letter holds a link that lets its reader in: its text is forgotten once it has left.
    """
    environment = _environment(words.language)
    filled = environment.get_template(f"letters/{template}.txt").render(words=words, **values)
    subject, _, text = filled.partition("\n")
    html = environment.get_template(f"letters/{template}.html").render(words=words, subject=subject, **values)
    return WrittenLetter(address, " ".join(subject.split()), text.strip() + "\n", html, is_secret)


@cache
def _environment(language: str) -> Environment:
    words = Words(language)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        lambda sentence: words.say(sentence), lambda one, many, n: words.count(one, many, n), newstyle=True
    )
    environment.globals["language"] = language
    environment.globals["site"] = SITE
    environment.filters |= {"day": words.day, "moment": words.moment, "end": words.end, "unbroken": unbroken}
    return environment
