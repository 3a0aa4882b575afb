"""The words of the domain and of the fields are the same."""

from enum import StrEnum

import pytest
from django.db.models import TextChoices

from projects.choices import LandLedger, ProjectCategory, ProjectStage
from projects.domain.disposals import Ledger
from projects.domain.stages import Category, Stage


@pytest.mark.parametrize(("words", "field"), [(Stage, ProjectStage), (Category, ProjectCategory), (Ledger, LandLedger)])
def test_the_words_are_the_same(words: type[StrEnum], field: type[TextChoices]) -> None:
    assert [each.value for each in words] == field.values
