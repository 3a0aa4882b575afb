"""Templates: whole or refused with every fault; a review that runs keeps its own steps."""

import pytest

from indicators.models import AuditEntry
from projects.models import ReviewStep, ReviewTemplate
from projects.services.reviews.gate import ReviewRefusedError
from projects.services.reviews.templates import (
    DEFAULT_NAME,
    StepContent,
    change_template,
    copy_template,
    create_template,
    ensure_default_template,
    set_template_in_use,
    step_contents,
)
from tests.builders import TESTER, make_area
from tests.review_builders import IN_ORDER, make_template, review_in

pytestmark = pytest.mark.django_db


def test_every_fault_is_named() -> None:
    make_template("已有")
    steps = [
        StepContent(order=0, name="甲"),
        StepContent(order=1, name="甲", days=0),
        StepContent(order=1, name=" "),
        StepContent(order=1, name="乙", is_blocking=False, before_stage="started"),
        StepContent(order=1, name="丙" * 101),
    ]
    with pytest.raises(ReviewRefusedError) as refused:
        create_template(name="已有", steps=steps, actor=TESTER)
    found = [each.code for each in refused.value.refusals]
    assert found == ["name_taken", "name_twice", "order", "days", "no_step_name", "stage_not_blocked", "too_long"]
    with pytest.raises(ReviewRefusedError) as refused:
        create_template(name="", steps=[], actor=TESTER)
    assert [each.code for each in refused.value.refusals] == ["no_name", "no_steps"]
    assert ReviewTemplate.objects.count() == 1


def test_a_running_review_keeps_its_copy() -> None:
    review = review_in(make_area("A1"))
    names = list(ReviewStep.objects.filter(review=review).values_list("name", flat=True))
    assert names == [each.name for each in IN_ORDER]
    changed = [StepContent(order=1, name="另一步")]
    change_template(template=review.template, name="改名", steps=changed, actor=TESTER)
    assert list(ReviewStep.objects.filter(review=review).values_list("name", flat=True)) == names
    assert [each.name for each in step_contents(review.template)] == ["另一步"]


def test_what_changes_nothing_is_not_recorded() -> None:
    template = make_template()
    entries = AuditEntry.objects.filter(object_type="reviewtemplate")
    change_template(template=template, name=template.name, steps=IN_ORDER, actor=TESTER)
    set_template_in_use(template=template, is_in_use=True, actor=TESTER)
    assert entries.count() == 1
    set_template_in_use(template=template, is_in_use=False, actor=TESTER)
    assert entries.count() == 2


def test_a_copy_has_the_same_steps_under_another_name() -> None:
    template = make_template()
    copy = copy_template(template=template, name="副本", actor=TESTER)
    assert step_contents(copy) == step_contents(template) == list(IN_ORDER)
    with pytest.raises(ReviewRefusedError):
        copy_template(template=template, name="副本", actor=TESTER)


def test_the_default_has_the_seven_fields_in_order_and_is_made_once() -> None:
    """domain.md §5."""
    template = ensure_default_template(actor=TESTER)
    steps = step_contents(template)
    fields = ["项目储备", "规划布局", "手续办理", "招标投标", "争资争项", "资金监管", "项目实施"]
    assert [each.name for each in steps] == fields
    assert [each.order for each in steps] == [1, 2, 3, 4, 5, 6, 7]
    assert all(each.is_blocking for each in steps)
    assert {each.name: each.before_stage for each in steps}["招标投标"] == "started"
    change_template(template=template, name=DEFAULT_NAME, steps=IN_ORDER, actor=TESTER)
    assert ensure_default_template(actor=TESTER) == template
    assert step_contents(template) == list(IN_ORDER)
