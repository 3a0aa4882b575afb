"""Keeping definitions: every fault at its field, what is fixed, who may be a recipient, sections by kind."""

import pytest
from django.core.exceptions import ValidationError

from indicators.choices import AuditAction, Role
from indicators.models import AuditEntry
from tests.builders import TESTER, make_area, make_group, make_indicator
from tests.bulletin_builders import account_of, make_bulletin
from tracker.models import BulletinDefinition, BulletinSection
from tracker.services.bulletins.definitions import delete_section, save_definition, save_section, set_recipients

pytestmark = pytest.mark.django_db


def unsaved(**fields):
    defaults = {"code": "cities", "title": "{期别}通报", "office": "甲局", "frequency": "quarter"}
    return BulletinDefinition(**{**defaults, **fields})


def saved(**fields):
    definition = unsaved(peer_group=fields.pop("peer_group", None) or make_group("g", make_area("430300")), **fields)
    save_definition(definition=definition, actor=TESTER, reason="新设")
    return definition


def faults_of(function, **given):
    with pytest.raises(ValidationError) as refusal:
        function(**given, actor=TESTER)
    return refusal.value.message_dict


def section_of(definition, kind="ranking", indicator=None, **fields):
    section = BulletinSection(definition=definition, kind=kind, indicator=indicator, **fields)
    save_section(section=section, actor=TESTER, reason="增补")
    return section


def test_a_definition_is_stored_with_its_entry():
    definition = saved(addresses=" a@b.cn \n\n c@d.cn", use_level="public")
    assert definition.addresses == "a@b.cn\nc@d.cn"
    entry = AuditEntry.objects.get(object_type="bulletindefinition", object_key="cities")
    assert (entry.action, entry.reason, entry.new["title"]) == (AuditAction.CREATED, "新设", "{期别}通报")


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"title": "{年}通报"}, "title", "占位符"),
        ({"title": "{期别}{期别}"}, "title", "只能有一处"),
        ({"title": "通报}"}, "title", "占位符"),
        ({"addresses": "a@b.cn"}, "addresses", "只发给账号"),
        ({"addresses": "a@b.cn\n甲", "use_level": "public"}, "addresses", "第 2 行“甲”不是有效的电子邮箱"),
        ({"addresses": "a@b.cn\nA@B.CN", "use_level": "public"}, "addresses", "第 2 行“A@B.CN”重复"),
        ({"starts_with": "2026"}, "starts_with", "不符"),
        ({"starts_with": "2026Q1"}, "starts_with", "不是有效的期别"),
        ({"schedule": "monthly"}, "month_day", "须填几日"),
        ({"schedule": "monthly", "month_day": 29}, "month_day", "28"),
        ({"schedule": "after_period"}, "days_after", "须填天数"),
        ({"schedule": "cron"}, "cron", "须填五项"),
        ({"schedule": "cron", "cron": "0 9 20 *"}, "cron", "现有 4 项"),
        ({"schedule": "cron", "cron": "60 25 20 * *"}, "cron", "“时”不能是“25”"),
        ({"schedule": "cron", "cron": "0 9 32 * *"}, "cron", "“日”不能是“32”"),
        ({"schedule": "cron", "cron": "0 9 * 13 *"}, "cron", "“月”不能是“13”"),
        ({"schedule": "cron", "cron": "0 9 * * 8"}, "cron", "“周”不能是“8”"),
        ({"schedule": "cron", "cron": "0 9 */0 * *"}, "cron", "“日”不能是“*/0”"),
        ({"schedule": "cron", "cron": "0 9 30 2 *"}, "cron", "没有“2 月 30 日”这样的日子"),
        ({"schedule": "monthly", "month_day": 1, "cron": "0 9 * * *"}, "cron", "“自定”时才填"),
    ],
)
def test_a_fault_is_said_at_its_field_and_nothing_is_stored(fields, field, words):
    definition = unsaved(peer_group=make_group("g"), **fields)
    faults = faults_of(save_definition, definition=definition)
    assert words in "；".join(faults[field])
    assert not BulletinDefinition.objects.exists()


def test_all_faults_are_said_at_once():
    definition = unsaved(peer_group=make_group("g"), title="{", addresses="甲\n乙", starts_with="x", cron="x")
    faults = faults_of(save_definition, definition=definition)
    assert faults.keys() == {"title", "addresses", "starts_with", "cron"}
    assert len(faults["addresses"]) == 3


def test_the_code_is_fixed_and_once_a_bulletin_is_there_frequency_and_group():
    definition = saved()
    definition.frequency, definition.peer_group = "month", make_group("other")
    save_definition(definition=definition, actor=TESTER)
    make_bulletin(definition, "2025-12")
    definition.code, definition.frequency, definition.peer_group = "x", "year", make_group("third")
    assert faults_of(save_definition, definition=definition).keys() == {"code", "frequency", "peer_group"}
    definition.refresh_from_db()
    assert (definition.code, definition.frequency, definition.peer_group.code) == ("cities", "month", "other")


def test_only_active_accounts_that_read_bulletins_become_recipients():
    definition = saved()
    roles = (Role.ENTRY, Role.REVIEWER, Role.PUBLISHER, Role.VIEWER)
    readers = [account_of(role) for role in roles]
    set_recipients(definition=definition, users=readers, actor=TESTER, reason="设定")
    entry = AuditEntry.objects.get(object_type="bulletindefinition", reason="设定")
    assert entry.new == {"recipients": ["entry", "publisher", "reviewer", "viewer"]}
    unfit = [account_of(role) for role in set(Role) - set(roles)]
    unfit.append(account_of(Role.VIEWER, username="gone", is_active=False))
    for each in unfit:
        assert str(each) in faults_of(set_recipients, definition=definition, users=[*readers, each])["recipients"][0]
    assert set(definition.recipients.all()) == set(readers)


def test_a_recipient_whose_account_was_closed_stays_until_taken_out():
    definition, viewer = saved(), account_of(Role.VIEWER)
    set_recipients(definition=definition, users=[viewer], actor=TESTER)
    viewer.is_active = False
    viewer.save()
    entries = AuditEntry.objects.count()
    set_recipients(definition=definition, users=[viewer], actor=TESTER)
    assert AuditEntry.objects.count() == entries
    set_recipients(definition=definition, users=[], actor=TESTER)
    assert "停用" in faults_of(set_recipients, definition=definition, users=[viewer])["recipients"][0]


def test_a_section_is_added_changed_and_taken_out():
    section = section_of(saved(), indicator=make_indicator("GDP"))
    section.lag = 1
    save_section(section=section, actor=TESTER)
    delete_section(section=section, actor=TESTER)
    entries = AuditEntry.objects.filter(object_key__startswith="cities/ranking/GDP/").order_by("pk")
    assert [each.action for each in entries] == [AuditAction.CREATED, AuditAction.CHANGED, AuditAction.DELETED]
    assert (entries[0].object_type, entries[1].new) == ("bulletinsection", {"lag": "1"})
    assert len({each.object_key for each in entries}) == 1
    assert not BulletinSection.objects.exists()


def test_two_sections_alike_have_keys_and_names_of_their_own():
    definition, gdp, tax = saved(), make_indicator("GDP", name="生产总值"), make_indicator("TAX", name="税收")
    made = [section_of(definition, indicator=each) for each in (gdp, gdp, tax)]
    keys = AuditEntry.objects.filter(object_type="bulletinsection").order_by("pk").values_list("object_key", flat=True)
    assert list(keys) == [f"cities/ranking/{each.indicator.code}/{each.pk}" for each in made]
    assert [str(each) for each in made] == ["0 排名表：生产总值", "0 排名表：生产总值", "0 排名表：税收"]
    assert str(section_of(definition, "card", area=make_area("430301", name="甲区"))).endswith("：甲区")


def test_a_section_that_is_refused_stays_without_an_id():
    section = BulletinSection(definition=saved(), kind="ranking", indicator=make_indicator("GDP"), count=0)
    assert faults_of(save_section, section=section).keys() == {"count"}
    assert section.pk is None


def test_what_a_section_shows_is_fixed():
    section = section_of(saved(), indicator=make_indicator("GDP"))
    section.kind, section.indicator = "movers", make_indicator("TAX")
    assert faults_of(save_section, section=section).keys() == {"kind", "indicator"}


@pytest.mark.parametrize("kind", ["ranking", "top_bottom", "movers", "averages"])
def test_all_but_a_card_need_an_indicator(kind):
    section = BulletinSection(definition=saved(), kind=kind)
    assert "须选指标" in faults_of(save_section, section=section)["indicator"][0]
    assert section_of(section.definition, kind, make_indicator("GDP")).pk


def test_a_card_needs_an_area_and_no_indicator():
    definition = saved()
    card = BulletinSection(definition=definition, kind="card", indicator=make_indicator("GDP"))
    assert faults_of(save_section, section=card).keys() == {"indicator", "area"}
    assert section_of(definition, "card", area=make_area("430301")).pk
    definition.focus_area = make_area("430302")
    save_definition(definition=definition, actor=TESTER)
    assert section_of(definition, "card").pk


def test_the_area_that_a_card_stands_for_is_not_taken_away():
    definition = saved(focus_area=make_area("430302"))
    section_of(definition, "card")
    definition.focus_area = None
    assert "指标卡须有地区" in faults_of(save_definition, definition=definition)["focus_area"][0]


@pytest.mark.parametrize("kind", ["rate", "counter"])
def test_no_average_growth_of_what_grows_by_differences(kind):
    indicator = make_indicator("X", kind=kind)
    definition = saved()
    section = BulletinSection(definition=definition, kind="averages", indicator=indicator)
    assert "没有年均增速" in faults_of(save_section, section=section)["indicator"][0]
    assert section_of(definition, "ranking", indicator).pk


@pytest.mark.parametrize(("frequency", "fits"), [("month", True), ("quarter", True), ("year", False)])
def test_a_lag_is_for_indicators_as_fine_as_the_bulletin(frequency, fits):
    definition, indicator = saved(), make_indicator("X", frequency=frequency)
    if fits:
        assert section_of(definition, indicator=indicator, lag=1).pk
    else:
        section = BulletinSection(definition=definition, kind="ranking", indicator=indicator, lag=1)
        assert "不填滞后期数" in faults_of(save_section, section=section)["lag"][0]
        assert section_of(definition, indicator=indicator).pk


def test_a_finer_frequency_is_refused_while_a_section_has_a_lag_that_no_longer_counts():
    definition = saved()
    section_of(definition, indicator=make_indicator("X"), lag=1)
    definition.frequency = "month"
    assert "不填滞后期数" in faults_of(save_definition, definition=definition)["frequency"][0]
