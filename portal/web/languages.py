"""The interface language: `?lang=`, then the account, then `Accept-Language`, then German; no cookie."""

from typing import Any
from urllib.parse import urlencode

from babel.support import NullTranslations
from flask import Flask, current_app, g, has_request_context, request, url_for
from flask_babel import Babel

from portal.kernel.places import TRANSLATIONS
from portal.kernel.words import SOURCE, Words, catalogue_of

NAMES = {
    "de": "Deutsch",
    "en": "English",
    "tr": "Türkçe",
    "ar": "العربية",
    "pl": "Polski",
    "fa": "فارسی",
    "uk": "Українська",
    "ru": "Русский",
}
RIGHT_TO_LEFT = frozenset({"ar", "fa"})


def init_app(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Berlin"
    app.config["BABEL_DEFAULT_LOCALE"] = SOURCE
    Babel(app, locale_selector=current_language)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda sentence: _catalogue().gettext(sentence),
        lambda one, many, number: _catalogue().ngettext(one, many, number),
        newstyle=True,
        pgettext=lambda context, sentence: _catalogue().pgettext(context, sentence),
        npgettext=lambda context, one, many, number: _catalogue().npgettext(context, one, many, number),
    )
    app.url_defaults(_carry_language)
    app.template_filter("figure")(lambda number: current_words().figure(number))
    app.template_filter("day")(lambda when: current_words().day(when))
    app.template_filter("moment")(lambda when: _together(current_words().moment(when)))
    app.template_filter("end")(lambda when: _together(current_words().end(when)))
    app.context_processor(_context)


def _together(text: str) -> str:
    """The last two words stay on one line: “24 Uhr”."""
    return "\N{NO-BREAK SPACE}".join(text.rsplit(" ", 1))


def current_language() -> str:
    if not has_request_context():
        return SOURCE
    if "language" not in g:
        chosen = _asked_for() or _of_account()
        if chosen is None:
            chosen = request.accept_languages.best_match(_offered()) or SOURCE
            if "account_language" not in g:
                return chosen
        g.language = chosen
    language: str = g.language
    return language


def current_words() -> Words:
    return Words(current_language())


def _catalogue() -> NullTranslations:
    return catalogue_of(current_language())


def _offered() -> tuple[str, ...]:
    languages: tuple[str, ...] = current_app.config["LANGUAGES"]
    return languages


def _asked_for() -> str | None:
    asked = request.args.get("lang")
    return asked if asked in _offered() else None


def _of_account() -> str | None:
    """Known as soon as the door has looked who asks, before a view takes up its work."""
    language: str | None = g.get("account_language")
    return language if language in _offered() else None


def _carry_language(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" or not has_request_context() or "lang" in values:
        return
    asked = _asked_for()
    if asked:
        values["lang"] = asked


def _context() -> dict[str, object]:
    language = current_language()
    return {
        "language": language,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "other_languages": [(code, NAMES[code], _here_in(code)) for code in _offered() if code != language],
    }


def _here_in(language: str) -> str:
    if request.endpoint is None or request.method not in ("GET", "HEAD"):
        return url_for("catalogue.home", lang=language)
    arguments = request.args.to_dict(flat=False) | {"lang": [language]}
    return f"{request.path}?{urlencode(arguments, doseq=True)}"
