"""The pages of definitions: what is stored goes through the services, what is refused is said at its field."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.choices import AuditAction, Role
from indicators.models import AuditEntry
from tests.admin_clients import BACKEND
from tests.builders import TESTER, make_area, make_group, make_indicator
from tests.bulletin_builders import account_of, make_bulletin
from tests.bulletin_builders import make_definition as stored_definition
from tracker.models import BulletinDefinition, BulletinSection, BulletinTemplate
from tracker.services.bulletins.definitions import save_definition, save_section, set_recipients

pytestmark = pytest.mark.django_db
URL = "/admin/tracker/bulletindefinition/"
SECTION = {
    "position": 0,
    "kind": "ranking",
    "basis": "growth",
    "title": "",
    "count": 3,
    "years": 3,
    "whole_years": "on",
    "compared_with": "previous",
    "lag": 0,
}
PAGE = {
    "code": "cities",
    "title": "{期别}通报",
    "office": "甲局",
    "frequency": "quarter",
    "use_level": "internal",
    "schedule": "none",
    "run_at": "09:00",
    "period_rule": "latest_over",
    "embargo_at": "00:00",
    "is_active": "on",
    "reason": "新设",
}


@pytest.fixture
def publisher(client):
    client.force_login(account_of(Role.PUBLISHER), backend=BACKEND)
    return client


@pytest.fixture
def gdp():
    return make_indicator("GDP", name="地区生产总值")


def rows(definition=None, *new, **changes):
    """Both parts about sections: those there are (each with `changes`), and the rows for new ones."""
    stored = list(definition.sections.order_by("position", "pk")) if definition else []
    data = {}
    for prefix, initial, total in (("sections", len(stored), len(stored)), ("sections-2", 0, len(new))):
        data |= {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": initial}
    for number, section in enumerate(stored):
        fields = {"id": section.pk, "definition": section.definition_id, **SECTION, **changes}
        data |= {f"sections-{number}-{name}": value for name, value in fields.items()}
    for number, fields in enumerate(new):
        data |= {f"sections-2-{number}-{name}": value for name, value in {**SECTION, **fields}.items()}
    return data


def page_of(definition, **fields):
    """What the page of a stored definition posts."""
    data = {name: value for name, value in PAGE.items() if name not in ("code", "reason")}
    return {**data, "title": definition.title, "peer_group": definition.peer_group_id, **fields}


def stored(*sections):
    """A stored definition whose sections came through the service, too."""
    fields = {name: PAGE[name] for name in ("code", "title", "office", "frequency")}
    definition = BulletinDefinition(peer_group=make_group("g"), **fields)
    save_definition(definition=definition, actor=TESTER)
    for section in sections:
        save_section(section=BulletinSection(definition=definition, **section), actor=TESTER)
    return definition


def errors_at(answer):
    assert answer.status_code == 200
    return answer.context["adminform"].form.errors


def test_a_definition_is_made_with_sections_recipients_and_schedule(publisher, gdp):
    viewer, group = account_of(Role.VIEWER), make_group("g")
    data = {**PAGE, "peer_group": group.pk, "recipients": [viewer.pk], "schedule": "after_period", "days_after": 20}
    new = rows(None, {"indicator": gdp.pk}, {"kind": "averages", "indicator": gdp.pk, "position": 1})
    assert publisher.post(f"{URL}add/", {**data, **new}).status_code == 302
    definition = BulletinDefinition.objects.get(code="cities")
    assert [section.kind for section in definition.sections.all()] == ["ranking", "averages"]
    assert list(definition.recipients.all()) == [viewer]
    assert definition.periodic_task.enabled
    entries = AuditEntry.objects.filter(reason="新设", actor_name="publisher").order_by("pk")
    assert list(entries.values_list("object_type", "object_key")) == [
        ("bulletindefinition", "cities"),
        *(("bulletinsection", f"cities/{each.kind}/GDP/{each.pk}") for each in definition.sections.all()),
        ("bulletindefinition", "cities"),
    ]


def test_a_new_row_that_nobody_touched_is_no_section(publisher):
    form = publisher.get(f"{URL}add/").context["inline_admin_formsets"][1].formset.forms[0]
    untouched = {f"sections-2-0-{name}": form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    assert untouched["sections-2-0-kind"] in ("", None)
    assert form.fields["kind"].choices[0][0] == ""
    rest = {name: "" if value is None else value for name, value in untouched.items()}
    data = {**PAGE, "peer_group": make_group("g").pk, **rows(), **rest, "sections-2-TOTAL_FORMS": 1}
    assert publisher.post(f"{URL}add/", data).status_code == 302
    assert not BulletinSection.objects.exists()


def test_sections_are_changed_and_taken_out(publisher, gdp):
    definition = stored({"kind": "ranking", "indicator": gdp}, {"kind": "movers", "indicator": gdp, "position": 1})
    ranking, movers = definition.sections.all()
    data = {**page_of(definition), **rows(definition, lag=1), "sections-1-DELETE": "on"}
    assert publisher.post(f"{URL}{definition.pk}/change/", data).status_code == 302
    assert [(each.kind, each.lag) for each in definition.sections.all()] == [("ranking", 1)]
    entries = AuditEntry.objects.filter(object_type="bulletinsection", actor_name="publisher")
    assert set(entries.values_list("object_key", "action")) == {
        (f"cities/ranking/GDP/{ranking.pk}", AuditAction.CHANGED),
        (f"cities/movers/GDP/{movers.pk}", AuditAction.DELETED),
    }


def test_what_the_service_refuses_is_said_at_its_field(publisher):
    data = {**PAGE, "peer_group": make_group("g").pk, **rows(), "title": "{年}", "addresses": "甲", "starts_with": "x"}
    assert errors_at(publisher.post(f"{URL}add/", data)).keys() == {"title", "addresses", "starts_with"}
    assert not BulletinDefinition.objects.exists()


@pytest.mark.parametrize("kind", ["monthly", "after_period", "cron"])
def test_what_a_schedule_needs_is_asked_for_at_its_field(publisher, kind):
    field = {"monthly": "month_day", "after_period": "days_after", "cron": "cron"}[kind]
    answer = publisher.post(f"{URL}add/", {**PAGE, "peer_group": make_group("g").pk, **rows(), "schedule": kind})
    assert errors_at(answer).keys() == {field}
    assert len(errors_at(answer)[field]) == 1


def test_what_another_schedule_had_is_dropped_with_its_hidden_field(publisher):
    hidden = {"cron": "x y", "days_after": "zzz"}
    data = {**PAGE, "peer_group": make_group("g").pk, **rows(), "schedule": "monthly", "month_day": 20, **hidden}
    assert publisher.post(f"{URL}add/", data).status_code == 302
    definition = BulletinDefinition.objects.get()
    assert (definition.month_day, definition.days_after, definition.cron) == (20, None, "")


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({}, "indicator", "“排名表”须选指标"),
        ({"kind": "card"}, "area", "指标卡须有地区"),
        ({"kind": "averages", "indicator": "rate"}, "indicator", "没有年均增速"),
        ({"indicator": "yearly", "lag": 1}, "lag", "不填滞后期数"),
        ({"kind": "movers", "indicator": "rate", "count": 21}, "count", "20"),
    ],
)
def test_a_fault_of_a_section_is_said_in_its_row(publisher, fields, field, words):
    made = {"rate": {"kind": "rate"}, "yearly": {"frequency": "year"}}
    if code := fields.get("indicator"):
        fields = {**fields, "indicator": make_indicator(code, **made[code]).pk}
    answer = publisher.post(f"{URL}add/", {**PAGE, "peer_group": make_group("g").pk, **rows(None, fields)})
    assert answer.status_code == 200
    errors = answer.context["inline_admin_formsets"][1].formset.forms[0].errors
    assert errors.keys() == {field}
    assert words in errors[field][0]
    assert words in answer.content.decode()
    assert not BulletinDefinition.objects.exists()


def test_a_card_whose_area_is_taken_away_says_so(publisher):
    definition = stored()
    definition.focus_area = make_area("430300")
    save_definition(definition=definition, actor=TESTER)
    save_section(section=BulletinSection(definition=definition, kind="card"), actor=TESTER)
    answer = publisher.post(f"{URL}{definition.pk}/change/", {**page_of(definition), **rows(definition)})
    assert "area" in answer.context["inline_admin_formsets"][0].formset.forms[0].errors
    definition.refresh_from_db()
    assert definition.focus_area


def test_recipients_are_accounts_that_can_read_bulletins_and_those_there_are(publisher):
    definition, gone = stored(), account_of(Role.VIEWER, username="gone")
    set_recipients(definition=definition, users=[gone], actor=TESTER)
    gone.is_active = False
    gone.save()
    people = [account_of(role) for role in Role]
    url = f"{URL}{definition.pk}/change/"
    field = publisher.get(url).context["adminform"].form.fields["recipients"]
    offered = {str(label) for _, label in field.choices}
    assert offered == {
        "entry（填报岗）",
        "reviewer（审核岗）",
        "publisher（审定发布岗）",
        "viewer（查阅）",
        "gone（查阅，已停用）",
    }
    unfit = next(each for each in people if each.role == Role.ADMIN)
    answer = publisher.post(url, {**page_of(definition), **rows(definition), "recipients": [unfit.pk]})
    assert errors_at(answer).keys() == {"recipients"}
    assert list(definition.recipients.all()) == [gone]


def test_only_templates_in_use_are_offered_and_the_one_that_is_chosen(publisher):
    old, other, used = (
        BulletinTemplate.objects.create(name=name, content=b"", is_active=name == "used")
        for name in ("old", "other", "used")
    )
    definition = stored_definition(template=old)
    offered = publisher.get(f"{URL}{definition.pk}/change/").context["adminform"].form.fields["template"].queryset
    assert set(offered) == {old, used}
    offered = publisher.get(f"{URL}add/").context["adminform"].form.fields["template"].queryset
    assert set(offered) == {used}
    assert other not in offered


def test_frequency_and_group_are_offered_until_a_bulletin_was_made(publisher):
    definition = stored()
    url = f"{URL}{definition.pk}/change/"
    fields = publisher.get(url).context["adminform"].form.fields.keys()
    assert {"frequency", "peer_group"} <= fields
    assert "code" not in fields
    make_bulletin(definition)
    fields = publisher.get(url).context["adminform"].form.fields.keys()
    assert not {"code", "frequency", "peer_group"} & fields


def test_the_button_leads_to_making_one(publisher):
    definition = stored()
    page = publisher.get(f"{URL}{definition.pk}/change/").content.decode()
    assert "生成一期" in page
    answer = publisher.get(f"{URL}{definition.pk}/make-one/")
    assert answer["Location"] == f"/admin/tracker/bulletin/make/?definition={definition.pk}"
    assert publisher.get(answer["Location"]).status_code == 200


def test_the_list_says_when_and_how_many(publisher):
    definition = stored()
    save_definition_of(definition, schedule="cron", cron="0 9 20 1 *")
    make_bulletin(definition, "2025-Q4")
    page = publisher.get(URL).content.decode()
    year = timezone.localdate().year + 1
    assert "自定 0 9 20 1 *" in page
    assert "-01-20 09:00" in page
    assert str(year) in page or str(year - 1) in page
    assert f"/admin/tracker/bulletin/?definition__id__exact={definition.pk}" in page
    assert "1 份" in page
    save_definition_of(definition, is_active=False)
    assert "通报已停用" in publisher.get(URL).content.decode()


def save_definition_of(definition, **fields):
    for name, value in fields.items():
        setattr(definition, name, value)
    save_definition(definition=definition, actor=TESTER)


def test_a_calendar_that_was_broken_by_hand_breaks_no_page(publisher):
    definition = stored()
    save_definition_of(definition, schedule="monthly", month_day=20)
    calendar = definition.periodic_task.crontab
    calendar.day_of_month, calendar.month_of_year = "30", "2"
    calendar.save()
    assert "再保存一次" in publisher.get(URL).content.decode()


def test_the_number_of_queries_is_independent_of_rows(publisher, gdp):
    def queries(url):
        publisher.get(url)
        with CaptureQueriesContext(connection) as taken:
            assert publisher.get(url).status_code == 200
        return len(taken)

    definition = stored({"kind": "ranking", "indicator": gdp})
    save_definition_of(definition, schedule="after_period", days_after=20)
    page = f"{URL}{definition.pk}/change/"
    before = queries(URL), queries(page)
    for number in range(3):
        more = stored_definition(f"more-{number}")
        save_definition_of(more, schedule="after_period", days_after=20 + number)
        make_bulletin(more)
        section = BulletinSection(definition=definition, kind="movers", indicator=make_indicator(f"X{number}"))
        save_section(section=section, actor=TESTER)
    assert (queries(URL), queries(page)) == before


def test_a_reviewer_reads_it_in_words(client, gdp):
    definition = stored({"kind": "movers", "indicator": gdp, "lag": 1})
    set_recipients(definition=definition, users=[account_of(Role.VIEWER)], actor=TESTER)
    client.force_login(account_of(Role.REVIEWER), backend=BACKEND)
    page = client.get(f"{URL}{definition.pk}/change/").content.decode()
    for words in ("地区生产总值", "按增速；取 3 位；与上期比；滞后 1 期", "viewer（查阅）", "不定时"):
        assert words in page
    assert "生成一期" not in page
    assert "新增部分" not in page
