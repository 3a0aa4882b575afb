"""Our own catalogue of Chinese texts for the packages of the admin."""

import re

import polib
import pytest
from django.conf import settings

FOLDER = settings.BASE_DIR / "locale" / "zh_Hans" / "LC_MESSAGES"
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdr]|\{\w*\}")


@pytest.fixture(scope="module")
def source() -> polib.POFile:
    return polib.pofile(str(FOLDER / "django.po"))


def test_the_compiled_catalogue_is_that_of_the_source(source: polib.POFile) -> None:
    compiled = polib.mofile(str(FOLDER / "django.mo"))

    def content(entries: list[polib.POEntry] | list[polib.MOEntry]) -> dict[str, object]:
        return {entry.msgid: (entry.msgid_plural, entry.msgstr, entry.msgstr_plural) for entry in entries}

    assert len(source) > 200
    assert content(compiled) == content(source), "Compile it: the command stands at the head of django.po."


def test_every_text_is_translated_and_keeps_its_placeholders(source: polib.POFile) -> None:
    assert source.untranslated_entries() == source.fuzzy_entries() == []
    for entry in source:
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            unknown = set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
            assert unknown == set(), entry.msgid
