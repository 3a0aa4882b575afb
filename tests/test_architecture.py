"""What the import contracts cannot see: references by name, imports inside functions, shapes of the house."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

from indicators import choices
from indicators.domain import kinds

ROOT = Path(__file__).resolve().parents[1]
LOWEST_FIRST = ["indicators", "projects", "tracker"]
MANAGERS = {"objects", "_default_manager", "_base_manager"}
SOURCES = sorted(
    path for app in ("config", *LOWEST_FIRST) for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
)


def test_there_are_sources():
    assert len(SOURCES) > 80


def test_models_refer_only_to_their_own_app_and_those_below():
    """A foreign key given as a string is a dependency that import-linter does not see."""
    pairs = [
        (model._meta.label, field.name, field.related_model._meta.app_label)
        for app in LOWEST_FIRST
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created
    ]
    assert pairs
    upward = [
        (label, name, target)
        for label, name, target in pairs
        if target in LOWEST_FIRST and LOWEST_FIRST.index(target) > LOWEST_FIRST.index(label.split(".")[0])
    ]
    assert not upward


def imports_inside_functions(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    own = ("config", *LOWEST_FIRST)
    return [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in own
    ]


def test_own_modules_are_imported_at_the_top():
    """An import inside a function hides a cycle."""
    assert not [found for path in SOURCES for found in imports_inside_functions(path)]


def test_no_model_signals():
    """What follows a change is said by the service that makes it."""
    assert not [path for path in SOURCES if "post_save" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "misc"])
def test_no_drawers_for_everything(name):
    assert not [path for path in SOURCES if path.stem == name]


def test_the_words_of_the_domain_and_of_the_fields_are_the_same():
    for domain, field in (
        (kinds.Kind, choices.IndicatorKind),
        (kinds.Direction, choices.Direction),
        (kinds.Frequency, choices.Frequency),
        (kinds.Vintage, choices.Vintage),
    ):
        assert [member.value for member in domain] == field.values


def managers_in(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in MANAGERS]
    return [f"{path.relative_to(ROOT)}:{node.lineno}" for node in found]


@pytest.mark.parametrize("layer", ["admin", "api"])
def test_screens_and_addresses_read_through_queries(layer):
    """What a screen shows is a query with a name; it asks no manager by itself."""
    files = [path for path in SOURCES if layer in path.relative_to(ROOT).parts[1:-1]]
    assert len(files) > 10
    assert not [found for path in files for found in managers_in(path)]
