"""Every sentence of the interface has its words in every language, and what is compiled is what is written."""

import pytest

from tests import words


@pytest.mark.parametrize("language", words.languages())
def test_nothing_is_left_untranslated(language: str) -> None:
    assert words.missing(language) == []


@pytest.mark.parametrize("language", words.languages())
def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    path = words.TRANSLATIONS / language / "LC_MESSAGES" / "messages.mo"
    assert path.read_bytes() == words.compiled(language)


@pytest.mark.parametrize("language", words.languages())
def test_an_organisation_never_ends_a_sentence(language: str) -> None:
    """Many end with “e. V.”, and two full stops would follow each other."""
    both = [text for message in words.catalogue_of(language) for text in (message.id, message.string)]
    assert [text for text in both if "%(organisation)s." in str(text)] == []


def test_there_is_english() -> None:
    assert "en" in words.languages()
