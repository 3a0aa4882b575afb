"""Archived bulletins against what they were made of, down to the inputs of computed growth and ratios."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

import pytest
from django.db import connection

from indicators.choices import Role
from indicators.models import Growth
from indicators.services.audit import Actor
from tests.builders import TESTER, figure, publish
from tests.park_bulletins import CITY, NEW, OTHER, make_parks, parks_definition
from tests.return_builders import make_account
from tracker.choices import RunState
from tracker.domain.bulletins.composition import compose
from tracker.domain.bulletins.facts import Facts, FigureKey, figures_from_json, figures_to_json
from tracker.domain.bulletins.recipe import recipe_from_json
from tracker.domain.bulletins.storage import document_to_json
from tracker.domain.derivation import derivations_from_json
from tracker.models import Bulletin, BulletinContent, BulletinFile, BulletinRun
from tracker.queries.bulletins.access import outdated
from tracker.queries.bulletins.digests import PARTS, digest_of
from tracker.services.bulletins.running import perform_run, request_run
from tracker.services.bulletins.steps import check_bulletin, issue_bulletin
from tracker.services.bulletins.storing import imprint_of, rendered
from tracker.services.bulletins.verifying import bulletin_differences
from tracker.services.calculations import drain_pending_calculations

pytestmark = pytest.mark.django_db

# The digest was made anew with the content, but the audit trail keeps that of the issue.
RENEWED = "通报 parks/2023-Q4/v1：内容与签发时记入审计的 SHA-256 不符"


def run(definition) -> BulletinRun:
    return perform_run(pk=request_run(definition=definition, period="2023-Q4", actor=TESTER).pk)


@pytest.fixture
def issued(db) -> Bulletin:
    make_parks()
    made = run(parks_definition("TAX", "TPM")).bulletin
    check_bulletin(pk=made.pk, actor=Actor.of(make_account(Role.REVIEWER, username="checker")))
    return issue_bulletin(pk=made.pk, actor=Actor.of(make_account(Role.PUBLISHER, username="issuer")))


@contextmanager
def unguarded() -> Iterator[None]:
    """What only the owner of the database can do: the guards of issued bulletins are off meanwhile."""
    tables = ("tracker_bulletincontent", "tracker_bulletinfile")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def store(content: BulletinContent, **parts) -> None:
    """Put other parts in place, with the digest that they have."""
    for name, part in parts.items():
        setattr(content, name, part)
    content.sha256 = digest_of({name: getattr(content, name) for name in PARTS})
    content.save()


def falsify(bulletin: Bulletin, key: FigureKey, **columns: Decimal) -> None:
    """Another number throughout: figures, text and files, each with its digest."""
    content = bulletin.content
    figures = figures_from_json(content.inputs)
    figures[key] = replace(figures[key], **columns)
    document = compose(Facts(recipe_from_json(content.recipe), figures))
    with unguarded():
        store(content, inputs=figures_to_json(figures), document=document_to_json(document))
        for name, file in rendered(document, imprint_of(bulletin), None).items():
            rows = BulletinFile.objects.filter(bulletin=bulletin, format=name)
            rows.update(content=file, sha256=sha256(file).hexdigest(), size=len(file))


def test_computed_numbers_are_stored_with_their_inputs(issued):
    figures = figures_from_json(issued.content.inputs)
    derivations = derivations_from_json(issued.content.derivations)
    assert figures["TAX", NEW, "2023-Q4"].computed == Decimal("12.5")
    assert derivations["TAX", NEW, "2023-Q4"].base == 80
    assert figures["TPM", CITY, "2023-Q4"].computed_value == Decimal("1.375")
    assert derivations["TPM", CITY, "2023-Q4"].ratio.pairs == ((130, 110), (90, 50))
    assert issued.content.methods["bulletin"] == "bulletin/2"
    assert not list(bulletin_differences())


@pytest.mark.parametrize(
    ("key", "columns", "words"),
    [
        (("TAX", NEW, "2023-Q4"), {"computed": Decimal("21.5")}, "推算增速存为 21.5，由所存数据重新计算为 12.5"),
        (("TPM", CITY, "2023-Q4"), {"computed_value": Decimal("1.5")}, "推算比值存为 1.5，由所存数据重新计算为 1.375"),
    ],
)
def test_a_falsified_number_is_found_though_everything_else_agrees(issued, key, columns, words):
    falsify(issued, key, **columns)
    assert list(bulletin_differences()) == [RENEWED, f"通报 parks/2023-Q4/v1：{'/'.join(key)} 的{words}"]


def test_inputs_that_were_taken_away_are_missed(issued):
    first, *rest = issued.content.derivations
    with unguarded():
        store(issued.content, derivations=rest)
    key = "/".join(first[:3])
    missed = f"通报 parks/2023-Q4/v1：{key} 有推算数，却没有存下推算所据的数据"
    assert list(bulletin_differences()) == [RENEWED, missed]


def test_inputs_belong_to_the_digest(issued):
    with unguarded():
        BulletinContent.objects.update(derivations=issued.content.derivations[::-1])
    assert list(bulletin_differences()) == ["通报 parks/2023-Q4/v1：内容与 SHA-256 不符"]


def test_what_was_stored_before_inputs_were_is_as_good_as_then(issued):
    """Its digest was made of four parts; its text is still composed again."""
    methods = {**issued.content.methods, "bulletin": "bulletin/1"}
    with unguarded():
        store(issued.content, methods=methods, derivations=[])
    assert list(bulletin_differences()) == [RENEWED]  # as good, had it been issued so
    with unguarded():
        store(issued.content, document={**issued.content.document, "notes": []})
    assert "通报 parks/2023-Q4/v1：由所存数据重新计算的正文与存档不同" in list(bulletin_differences())


def test_the_digest_of_earlier_content():
    content = {"recipe": {"title": "通报"}, "inputs": [], "document": {}, "methods": {"bulletin": "bulletin/1"}}
    text = '{"document":{},"inputs":[],"methods":{"bulletin":"bulletin/1"},"recipe":{"title":"通报"}}'
    assert digest_of({**content, "derivations": []}) == sha256(text.encode()).hexdigest()


def test_a_number_that_its_inputs_do_not_give_is_not_stored(db):
    make_parks()
    Growth.objects.filter(indicator__code="TPM", area__code=OTHER, period="2023-Q4").update(computed=Decimal(99))
    done = run(parks_definition("TPM"))
    assert done.state == RunState.FAILED
    ((code, message),) = done.refusals
    assert (code, message.split("的")[0]) == ("proof_reading", f"TPM/{OTHER}/2023-Q4 ")
    assert not Bulletin.objects.exists()


def test_a_figure_published_while_the_bulletin_is_read_is_in_it(db):
    """Published after the growth table was read and before the ledger is: both are read again."""
    make_parks()
    definition = parks_definition("TAX", "TPM")
    late = [figure("TAX", OTHER, "2023-Q4", "150", published="2026-02-01")]

    def publish_late(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if late and sql.startswith("SELECT") and 'FROM "indicators_growth"' in sql:
            publish(late.pop())
        return result

    with connection.execute_wrapper(publish_late):
        done = run(definition)
    assert (done.state, done.refusals, late) == (RunState.DONE, [], [])
    assert figures_from_json(done.bulletin.content.inputs)["TAX", OTHER, "2023-Q4"].computed == 50
    assert not list(bulletin_differences())


def test_a_revision_of_what_only_a_comparison_rests_on_outdates(issued):
    assert not outdated(Bulletin.objects.all()).exists()
    publish(figure("TAX", OTHER, "2021-Q4", "90", published="2026-02-01"))
    drain_pending_calculations()
    assert list(outdated(Bulletin.objects.all())) == [issued]
