"""The ways in of facts on their pages: board, template, preview, queue, aliases, duties; by role and by area."""

import csv
import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.choices import Role
from indicators.models import AuditEntry
from tests.admin_clients import BACKEND
from tests.evaluation_builders import give_facts, make_enterprise
from tests.fact_builders import alias_of, typed
from tests.fact_worlds import FactWorld, fact_of, make_fact_world
from tests.return_builders import make_account
from tracker.domain.evaluations.fact_sheets import CODE, NAME
from tracker.models import EnterpriseAlias, FactDuty, FactFile, UnmatchedRow

pytestmark = pytest.mark.django_db
POWER = "用电量（万千瓦时）"


@pytest.fixture
def world() -> FactWorld:
    return make_fact_world()


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)  # type: ignore[arg-type]
    return client


@pytest.fixture
def clerk(world: FactWorld) -> Client:
    return signed_in(world.clerk)


@pytest.fixture
def reviewer(world: FactWorld) -> Client:
    return signed_in(world.reviewer)


def url_of(world: FactWorld, end: str = "") -> str:
    return f"/admin/tracker/factfile/round/{world.round.pk}/{end}"


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


def download(client: Client, world: FactWorld) -> bytes:
    return client.get(url_of(world, f"template.xlsx?department={world.power.pk}")).content


def upload(client: Client, world: FactWorld, workbook: bytes) -> HttpResponse:
    file = SimpleUploadedFile("数据.xlsx", workbook)
    given = {"workbook": file, "department": world.power.pk}
    return client.post(url_of(world, "upload/"), given, follow=True)


def confirm(client: Client, world: FactWorld, preview: HttpResponse) -> HttpResponse:
    shown = preview.context["form"].initial["shown"]
    return client.post(url_of(world, "upload/"), {"shown": shown}, follow=True)


def test_the_board_says_what_is_missing_where(world: FactWorld, clerk: Client) -> None:
    page = clerk.get(url_of(world))
    parts = {str(part.of.department): part for part in page.context["parts"]}
    assert [(name, part.may_supply) for name, part in parts.items()] == [("供电公司", True), ("税务局", False)]
    energy, power = parts["供电公司"].lines
    assert (power.title, power.total.coverage.needed, power.total.coverage.missing, power.total.percent) == (
        POWER,
        3,
        2,
        "33%",
    )
    assert [(cell.name, cell.percent) for cell in energy.parks] == [("甲园区", "0%")]
    assert "还没有上传过文件" in text_of(page)
    assert f"department={world.tax.pk}" not in text_of(page), "what one may not send is not offered"


def test_the_firms_that_are_missing_are_listed_and_exported(world: FactWorld, clerk: Client) -> None:
    page = clerk.get(url_of(world, "missing/?fact=electricity&park=park-a"))
    assert [firm.code for firm in page.context["pages"]] == [world.firms[2].code, world.firms[3].code]
    answer = clerk.get(url_of(world, "missing.csv?fact=electricity"))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert [row["企业"] for row in csv.DictReader(io.StringIO(text))] == ["企业2", "企业3"]
    assert clerk.get(url_of(world, "missing/?fact=nothing")).status_code == 404


def test_a_tax_by_component_counts_as_given(world: FactWorld, reviewer: Client) -> None:
    assert reviewer.get(url_of(world, "missing/?fact=tax")).context["pages"].paginator.count == 3
    give_facts(world.firms[1], tax="1")
    assert reviewer.get(url_of(world, "missing/?fact=tax")).context["pages"].paginator.count == 2


def test_a_file_goes_out_and_comes_back_by_a_preview(world: FactWorld, clerk: Client) -> None:
    filled = typed(
        download(clerk, world),
        {CODE: world.firms[1].code, POWER: "—"},
        {CODE: world.firms[3].code, POWER: 30},
        {CODE: "OLD-1", NAME: "某厂", POWER: 7},
    )
    preview = upload(clerk, world, filled)
    for words in (
        "改动（2）",
        "—（删去）",
        "找不到企业的行（1）",
        "没有这个代码的企业",
        "存入（2 户改动，1 行待认领）",
    ):
        assert words in text_of(preview)
    assert FactFile.objects.count() == 0
    assert "已存入：2 户有改动，1 行待认领" in text_of(confirm(clerk, world, preview))
    assert (fact_of(world.firms[1], "electricity"), fact_of(world.firms[3], "electricity")) == (None, 30)
    assert "数据.xlsx，clerk 于" in text_of(clerk.get(url_of(world)))
    assert "没有要存入的改动" in text_of(upload(clerk, world, filled)), "the same file twice"
    assert FactFile.objects.count() == 1


def test_the_preview_names_the_firms_a_row_may_mean_and_decides_nothing(world: FactWorld, clerk: Client) -> None:
    code = world.firms[2].code
    make_enterprise(70, world.city, name="湘潭东方机械有限公司")
    make_enterprise(901, world.foreign.area, name="湘潭东方机械厂")
    wrong = code[:-1] + ("1" if code[-1] != "1" else "2")
    filled = typed(
        download(clerk, world),
        {CODE: wrong, NAME: "某厂", POWER: 7},
        {NAME: "湘潭东方机械股份有限公司", POWER: 8},
        {NAME: "谁也不像", POWER: 9},
    )
    preview = upload(clerk, world, filled)
    offered = {row.name: [(each.name, each.reason) for each in found] for row, found in preview.context["unmatched"]}
    assert ("企业2", "只有校验码（末位）不同") in offered["某厂"]
    assert offered["湘潭东方机械股份有限公司"] == [("湘潭东方机械有限公司", "名称只差公司类型")], (
        "a foreign firm is none"
    )
    assert offered["谁也不像"] == []
    for words in (f"企业2 {code}（只有校验码（末位）不同）", "没有相近的企业", "由审核岗在待认领中认领"):
        assert words in text_of(preview)
    confirm(clerk, world, preview)
    assert set(UnmatchedRow.objects.values_list("state", "enterprise")) == {("waiting", None)}
    assert UnmatchedRow.objects.count() == 3


def test_a_preview_of_many_rows_costs_the_queries_of_one(world: FactWorld, clerk: Client) -> None:
    def queries(rows: int) -> int:
        filled = typed(download(clerk, world), *({NAME: f"某厂{row}", POWER: 7} for row in range(rows)))
        with CaptureQueriesContext(connection) as captured:
            assert len(upload(clerk, world, filled).context["unmatched"]) == rows
        return len(captured)

    queries(1)
    assert queries(40) == queries(1)


def test_a_file_with_a_fault_or_a_conflict_offers_nothing_to_store(world: FactWorld, clerk: Client) -> None:
    before = download(clerk, world)
    give_facts(world.firms[1], electricity="99", revenue="100")
    filled = typed(before, {CODE: world.firms[1].code, POWER: 1}, {CODE: world.firms[2].code, POWER: "约5"})
    preview = upload(clerk, world, filled)
    for words in ("没有存入任何内容", "错误（1）", "约5", "下载后系统中又有改动的格（1）"):
        assert words in text_of(preview)
    assert "shown" not in preview.context["form"].fields
    assert "不是 .xlsx" in text_of(upload(clerk, world, b"nothing"))


def test_the_preview_of_another_account_is_not_stored(world: FactWorld, clerk: Client, reviewer: Client) -> None:
    preview = upload(clerk, world, typed(download(clerk, world), {CODE: world.firms[3].code, POWER: 30}))
    assert "确认已过期" in text_of(confirm(reviewer, world, preview))
    assert fact_of(world.firms[3], "electricity") is None


def test_a_locked_round_takes_no_file_and_says_why(world: FactWorld, clerk: Client) -> None:
    type(world.round).objects.update(state="locked")
    page = clerk.get(url_of(world, "upload/"), follow=True)
    assert "现在不能上传" in text_of(page)
    assert "已锁定" in text_of(page)
    assert f"upload/?department={world.power.pk}" not in text_of(page)


def test_another_department_is_forbidden_and_one_without_duties_is_not_found(world: FactWorld, clerk: Client) -> None:
    for end in ("template.xlsx", "upload/"):
        assert clerk.get(url_of(world, f"{end}?department={world.tax.pk}")).status_code == 403
        assert clerk.get(url_of(world, f"{end}?department=0")).status_code == 404


def test_a_row_is_settled_from_the_queue(world: FactWorld, clerk: Client, reviewer: Client) -> None:
    filled = typed(download(clerk, world), {CODE: "OLD-1", NAME: "企业3", POWER: 7})
    confirm(clerk, world, upload(clerk, world, filled))
    page = reviewer.get(url_of(world, "queue/"))
    [shown] = page.context["rows"]
    first = shown.candidates[0]
    assert (first.code, first.reason) == (world.firms[3].code, "名称相同")
    step = f"/admin/tracker/unmatchedrow/{shown.row.pk}/assign/"
    assert step in text_of(page)
    assert step not in text_of(clerk.get(url_of(world, "queue/")))
    assert clerk.get(step).status_code == 403
    assert "企业2" in text_of(reviewer.get(f"{step}?q=企业2"))
    done = reviewer.post(step, {"enterprise": world.firms[3].code, "remember": "on"}, follow=True)
    assert "已认领为 企业3，数据已写入。已记住别名“OLD1”" in text_of(done)
    assert "没有待认领的数据" in text_of(done)
    assert fact_of(world.firms[3], "electricity") == 7
    again = reviewer.post(step, {"enterprise": world.firms[3].code}, follow=True)
    assert "不能认领" in text_of(again)


def test_a_firm_that_was_not_offered_is_no_choice(world: FactWorld, clerk: Client, reviewer: Client) -> None:
    confirm(clerk, world, upload(clerk, world, typed(download(clerk, world), {CODE: "OLD-1", POWER: 7})))
    row = UnmatchedRow.objects.get()
    answer = reviewer.post(f"/admin/tracker/unmatchedrow/{row.pk}/assign/", {"enterprise": world.foreign.code})
    assert answer.context["form"].errors["enterprise"]
    row.refresh_from_db()
    assert row.state == "waiting"


def test_setting_aside_and_opening_again_want_a_reason(world: FactWorld, clerk: Client, reviewer: Client) -> None:
    confirm(clerk, world, upload(clerk, world, typed(download(clerk, world), {CODE: "OLD-1", POWER: 7})))
    row = UnmatchedRow.objects.get()
    step = f"/admin/tracker/unmatchedrow/{row.pk}/"
    assert "请写明理由" in text_of(reviewer.post(f"{step}dismiss/", {"reason": ""}))
    reviewer.post(f"{step}dismiss/", {"reason": "已注销"})
    assert (UnmatchedRow.objects.get().state, UnmatchedRow.objects.get().reason) == ("dismissed", "已注销")
    assert "重新打开" in text_of(reviewer.get(f"{step}change/"))
    reviewer.post(f"{step}reopen/", {"reason": "弄错了"})
    assert UnmatchedRow.objects.get().state == "waiting"


def test_an_alias_is_withdrawn_by_those_who_settle(world: FactWorld, clerk: Client, reviewer: Client) -> None:
    alias, foreign = alias_of(world.firms[1], "老厂"), alias_of(world.foreign, "外地厂")
    listed = text_of(reviewer.get("/admin/tracker/enterprisealias/"))
    assert "老厂" in listed
    assert "外地厂" not in listed
    step = f"/admin/tracker/enterprisealias/{alias.pk}/withdraw/"
    assert clerk.get(step).status_code == 403
    assert reviewer.get(f"/admin/tracker/enterprisealias/{foreign.pk}/withdraw/").status_code == 404
    assert "已撤销别名" in text_of(reviewer.post(step, {"reason": "认错"}, follow=True))
    assert not EnterpriseAlias.objects.in_force().filter(pk=alias.pk).exists()


def test_rows_from_outside_the_areas_are_not_found(world: FactWorld, clerk: Client) -> None:
    confirm(clerk, world, upload(clerk, world, typed(download(clerk, world), {CODE: "OLD-1", POWER: 7})))
    row = UnmatchedRow.objects.get()
    narrow = signed_in(make_account("reviewer", world.park, username="narrow"))
    assert narrow.get(f"/admin/tracker/unmatchedrow/{row.pk}/assign/").status_code == 404
    assert narrow.get(url_of(world, "queue/")).context["rows"] == []


def test_the_administrator_keeps_the_duties_in_the_audit_trail(
    world: FactWorld, client_of: Callable[..., Client]
) -> None:
    admin = client_of(Role.ADMIN)
    given = {"fact": "staff", "department": world.tax.pk, "reason": "分工"}
    assert admin.post("/admin/tracker/factduty/add/", given).status_code == 302
    duty = FactDuty.objects.get(fact="staff")
    assert admin.post("/admin/tracker/factduty/add/", given).status_code == 200, "a fact has one bureau"
    assert admin.post("/admin/tracker/factduty/add/", {**given, "fact": "veto"}).status_code == 200
    assert admin.post(f"/admin/tracker/factduty/{duty.pk}/delete/", {"post": "yes"}).status_code == 302
    actions = AuditEntry.objects.filter(object_type="factduty", object_key="staff").order_by("pk")
    assert [each.action for each in actions] == ["created", "deleted"]


def test_empty_pages_say_so(world: FactWorld, reviewer: Client) -> None:
    assert "没有待认领的数据" in text_of(reviewer.get(url_of(world, "queue/")))
    FactDuty.objects.all().delete()
    assert "还没有部门供数分工" in text_of(reviewer.get(url_of(world)))


@pytest.mark.parametrize("end", ["", "missing/?fact=electricity", "queue/", "template.xlsx?department={}"])
def test_the_number_of_queries_does_not_follow_the_rows(
    world: FactWorld, clerk: Client, reviewer: Client, end: str
) -> None:
    url = url_of(world, end.format(world.power.pk))

    def queries() -> int:
        reviewer.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert reviewer.get(url).status_code == 200
        return len(captured)

    confirm(clerk, world, upload(clerk, world, typed(download(clerk, world), {CODE: "OLD-0", POWER: 7})))
    few = queries()
    for number in range(10, 20):
        make_enterprise(number, world.city, park=world.park)
    rows = [{CODE: f"OLD-{number}", POWER: 7} for number in range(1, 8)]
    confirm(clerk, world, upload(clerk, world, typed(download(clerk, world), *rows)))
    assert UnmatchedRow.objects.count() == 8
    assert queries() == few
