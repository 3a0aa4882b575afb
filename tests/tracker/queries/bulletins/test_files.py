"""The files of a bulletin are read back, and every number that differs from its figure is found."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.domain.periods import Period
from tests.tracker.queries.bulletins.test_collection import definition
from tracker.domain.bulletins.composition import compose
from tracker.domain.bulletins.imprint import Imprint
from tracker.domain.bulletins.proofreading import binding_faults, cell_faults, text_faults
from tracker.queries.bulletins.collection import collected
from tracker.readers.bulletins.page import page_texts
from tracker.readers.bulletins.word import word_texts
from tracker.readers.bulletins.workbook import workbook_cells
from tracker.writers.bulletins.page import bulletin_page
from tracker.writers.bulletins.word import bulletin_word
from tracker.writers.bulletins.workbook import bulletin_workbook

pytestmark = pytest.mark.django_db
ISSUED = Imprint(office="湘潭市发展和改革委员会", use_level="公开", issued_on=date(2026, 11, 24))


@pytest.fixture
def facts(demo):
    made = definition(
        "hunan-cities",
        {"kind": "ranking", "indicator": "GDP"},
        {"kind": "ranking", "indicator": "GDP", "basis": "value"},
        {"kind": "top_bottom", "indicator": "GDP"},
        {"kind": "card"},
        focus="430300",
    )
    return collected(made, Period.parse("2015-Q4")).facts


def test_every_file_says_what_the_figures_say(facts):
    document = compose(facts)
    assert not binding_faults(document, facts)
    assert not text_faults(document, facts, word_texts(bulletin_word(document, ISSUED)))
    assert not text_faults(document, facts, page_texts(bulletin_page(document, ISSUED)))
    assert not cell_faults(document, facts, workbook_cells(bulletin_workbook(document, ISSUED)))


def test_the_same_bulletin_gives_the_same_bytes(facts):
    document = compose(facts)
    assert bulletin_word(document, ISSUED) == bulletin_word(document, ISSUED)
    assert bulletin_workbook(document, ISSUED) == bulletin_workbook(document, ISSUED)


def test_what_was_changed_in_a_text_is_found(facts):
    document = compose(facts)
    texts = page_texts(bulletin_page(document, ISSUED))
    place = next(number for number, text in enumerate(texts) if text == "1633.07")
    for changed in (
        [*texts[:place], "1633.08", *texts[place + 1 :]],
        [*texts[:place], texts[place + 1], texts[place], *texts[place + 2 :]],
        [*texts[:place], *texts[place + 1 :]],
        [*texts[:place], "1", *texts[place:]],
        [text.replace("增长9.6%", "增长9.9%") for text in texts],
    ):
        assert text_faults(document, facts, changed)


def test_what_was_changed_in_a_cell_is_found(facts):
    document = compose(facts)
    sheets = workbook_cells(bulletin_workbook(document, ISSUED))
    name = list(sheets)[1]
    row = next(each for each in sheets[name] if Decimal("1633.07") in each)
    row[row.index(Decimal("1633.07"))] = Decimal("1633.17")
    assert [each.found for each in cell_faults(document, facts, sheets)] == ["1633.17"]
