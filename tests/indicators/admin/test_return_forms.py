"""The pages of forms: indicators through the service, sizes in the list, a period opened with a word for each unit."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.choices import AuditAction, Role
from indicators.models import AuditEntry, FormItem, Return, ReturnForm
from indicators.services.returns.forms import save_unit
from tests.builders import TESTER, make_area, make_indicator
from tests.return_builders import make_form, make_unit, open_late

pytestmark = pytest.mark.django_db

URL = "/admin/indicators/returnform/"
NEW = {
    "code": "quarterly",
    "name": "季报",
    "frequency": "quarter",
    "starts_with": "2026-Q1",
    "opens_after": "1",
    "due_after": "15",
    "correction_days": "3",
    "remind_before": "3",
    "is_active": "on",
    "instructions": "",
    "reason": "新制度",
}


@pytest.fixture
def admin(client_of: Callable[..., Client]) -> Client:
    return client_of(Role.ADMIN)


def rows(form: ReturnForm | None = None, *new: dict[str, object]) -> dict[str, object]:
    """The two parts of the page about indicators: those there are, and the rows for new ones."""
    items = list(form.items.order_by("position", "indicator__code")) if form else []
    data: dict[str, object] = {}
    for prefix, there, total in (("items", len(items), len(items)), ("items-2", 0, len(new))):
        data |= {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": there}
    for row, item in enumerate(items):
        data |= {f"items-{row}-id": item.pk, f"items-{row}-form": item.form_id, f"items-{row}-position": item.position}
        data |= {f"items-{row}-asks_{name}": "on" for name in ("value", "growth") if getattr(item, f"asks_{name}")}
    for row, fields in enumerate(new):
        asked = {"position": 0, "asks_value": "on", "asks_growth": "on", **fields}
        data |= {f"items-2-{row}-{name}": value for name, value in asked.items()}
    return data


def stored(form: ReturnForm, **changes: object) -> dict[str, object]:
    fixed = {"code", "frequency"}
    return {name: value for name, value in {**NEW, "name": form.name, **changes}.items() if name not in fixed}


def test_a_form_is_made_with_its_indicators_and_the_reason(admin: Client) -> None:
    tax = make_indicator("TAX")
    answer = admin.post(f"{URL}add/", {**NEW, **rows(None, {"indicator": tax.pk, "position": 3})})
    assert answer.status_code == 302
    form = ReturnForm.objects.get(code="quarterly")
    assert [(item.indicator, item.position) for item in form.items.all()] == [(tax, 3)]
    assert form.version == 2
    keys = AuditEntry.objects.filter(reason="新制度", actor_name="admin").values_list("object_type", "object_key")
    assert set(keys) == {("returnform", "quarterly"), ("formitem", "quarterly/TAX")}


def test_indicators_are_changed_and_taken_out_through_the_service(admin: Client) -> None:
    form = make_form("f", make_indicator("TAX"), make_indicator("GDP"))
    url = f"{URL}{form.pk}/change/"
    data = {**stored(form), **rows(form), "items-0-DELETE": "on"}
    del data["items-1-asks_growth"]
    assert admin.post(url, data).status_code == 302
    item = form.items.get()
    assert (item.indicator.code, item.asks_value, item.asks_growth) == ("GDP", True, False)
    actions = AuditEntry.objects.filter(object_type="formitem", actor_name="admin").values_list("object_key", "action")
    assert set(actions) == {("f/TAX", AuditAction.DELETED), ("f/GDP", AuditAction.CHANGED)}


def test_what_the_service_refuses_is_said_and_nothing_is_stored(admin: Client) -> None:
    yearly = make_indicator("Y", frequency="year")
    answer = admin.post(f"{URL}add/", {**NEW, **rows(None, {"indicator": yearly.pk})})
    assert answer.status_code == 200
    assert "与报表频率不符" in answer.content.decode()
    answer = admin.post(f"{URL}add/", {**NEW, **rows(), "starts_with": "2026"})
    assert list(answer.context["adminform"].form.errors) == ["starts_with"]
    assert not ReturnForm.objects.exists()


def test_an_item_that_asks_for_nothing_is_refused_in_words(admin: Client) -> None:
    form = make_form("f", make_indicator("TAX"))
    data = {**stored(form), **rows(form)}
    del data["items-0-asks_growth"], data["items-0-asks_value"]
    assert "数值和公布增速至少填一项" in admin.post(f"{URL}{form.pk}/change/", data).content.decode()
    assert form.items.get().asks_value


def test_code_frequency_and_the_indicator_of_a_row_are_shown_and_not_offered(admin: Client) -> None:
    form = make_form("f", make_indicator("TAX", name="税收"))
    page = admin.get(f"{URL}{form.pk}/change/")
    assert not {"code", "frequency"} & set(page.context["adminform"].form.fields)
    existing = page.context["inline_admin_formsets"][0].formset
    assert "indicator" not in existing.forms[0].fields
    assert "税收" in page.content.decode()


def test_the_list_says_how_many_indicators_and_active_units(admin: Client) -> None:
    form = make_form("f", make_indicator("TAX"), make_indicator("GDP"), name="季报")
    units = [make_unit(form, make_area(code)) for code in "ABC"]
    units[0].is_active = False
    save_unit(unit=units[0], areas=list(units[0].areas.all()), actor=TESTER)
    for query in ("", "?q=GDP", "?q=B"):
        row = admin.get(URL + query).context["cl"].result_list[0]
        assert (row.indicator_count, row.unit_count) == (2, 2)
    assert f"/admin/indicators/formunit/?form__id__exact={form.pk}" in admin.get(URL).content.decode()


@pytest.mark.parametrize("role", [Role.ENTRY, Role.REVIEWER, Role.PUBLISHER])
def test_who_works_with_returns_reads_forms_and_changes_none(client_of: Callable[..., Client], role: str) -> None:
    form, client = make_form("f", make_indicator("TAX")), client_of(role)
    page = client.get(f"{URL}{form.pk}/change/")
    assert page.status_code == 200
    assert "补开一期" not in page.content.decode()
    assert client.post(f"{URL}{form.pk}/change/", {**stored(form), **rows(form)}).status_code == 403
    assert client.get(f"{URL}add/").status_code == 403
    assert client.get(f"{URL}{form.pk}/open-period/").status_code == 403
    assert client.post(f"{URL}{form.pk}/open-period/", {"period": "2025-Q4"}).status_code == 403
    assert not Return.objects.exists()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SECURITY, Role.AUDITOR])
def test_other_roles_see_no_forms(client_of: Callable[..., Client], role: str) -> None:
    form, client = make_form("f"), client_of(role)
    assert client.get(URL).status_code == client.get(f"{URL}{form.pk}/change/").status_code == 403


def opened_by(client: Client, form: ReturnForm, period: str) -> dict[str, str]:
    answer = client.post(f"{URL}{form.pk}/open-period/", {"period": period})
    assert answer.status_code == 200
    outcomes = answer.context["outcomes"]
    assert all(each.text in answer.content.decode() for each in outcomes)
    return {each.unit.code: each.text for each in outcomes}


def test_a_period_is_opened_for_every_active_unit_with_a_word_for_each(admin: Client) -> None:
    tax, held = make_indicator("TAX"), make_area("held")
    other = make_unit(make_form("other", tax), held)
    open_late(other, "2025-Q4")
    other.is_active = False
    save_unit(unit=other, areas=[held], actor=TESTER)
    form = make_form("f", tax)
    open_late(make_unit(form, make_area("there")), "2025-Q4")
    make_unit(form, make_area("new"))
    make_unit(form, held)
    make_unit(form, make_area("closed"), is_active=False)
    outcomes = opened_by(admin, form, " 2025-q4 ")
    assert outcomes == {
        "there": "此前已开放",
        "new": "已开放，2026-01-15 截止（已过，请审核岗延期）",
        "held": "没有开放：“other held 2025年四季度”正在填报同一指标、地区、期别的数据，办结后再开放",
    }
    assert set(Return.objects.filter(form=form).values_list("unit__code", flat=True)) == {"there", "new"}
    entry = AuditEntry.objects.filter(action=AuditAction.OPENED).order_by("-pk")[0]
    assert (entry.object_key, entry.actor_name) == ("f/new/2025-Q4", "admin")
    assert opened_by(admin, form, "2025-Q4")["new"] == "此前已开放"


def test_a_period_that_cannot_be_is_said_and_opens_nothing(admin: Client) -> None:
    form = make_form("f", make_indicator("TAX"))
    make_unit(form, make_area("A"))
    answer = admin.post(f"{URL}{form.pk}/open-period/", {"period": "soon"})
    assert list(answer.context["form"].errors) == ["period"]
    running = f"{timezone.localdate().year}-Q4"
    assert "尚未结束" in opened_by(admin, form, running)["A"]
    assert "与报表频率" in opened_by(admin, form, "2025")["A"]
    assert not Return.objects.exists()


def test_opening_is_only_asked_for_at_first_and_offers_the_latest_period(admin: Client) -> None:
    form = make_form("f", make_indicator("TAX"))
    page = admin.get(f"{URL}{form.pk}/open-period/")
    assert page.context["outcomes"] is None
    assert page.context["form"].initial["period"] < f"{timezone.localdate():%Y}-Q4"
    assert "还没有启用的填报单位" in admin.post(f"{URL}{form.pk}/open-period/", {"period": "2025-Q4"}).content.decode()
    assert admin.get(f"{URL}0/open-period/").status_code == 404


def test_queries_of_list_and_page_do_not_depend_on_their_rows(admin: Client) -> None:
    form, counts = make_form("f", make_indicator("I0")), []
    admin.get(URL)
    for more in (1, 15):
        for _ in range(more):
            number = ReturnForm.objects.count()
            other = make_form(f"form{number}", make_indicator(f"I{number}"))
            FormItem.objects.create(form=form, indicator=other.items.get().indicator)
            make_unit(other, make_area(f"area{number}"))
        numbers = []
        for url in (URL, f"{URL}{form.pk}/change/"):
            with CaptureQueriesContext(connection) as captured:
                assert admin.get(url).status_code == 200
            numbers.append(len(captured))
        counts.append(numbers)
    assert counts[0] == counts[1]
    assert max(counts[1]) < 20
