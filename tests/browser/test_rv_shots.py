import os
from indicators.models import Area
from tests.review_builders import *
from tests.admin_clients import PASSWORD
def test_shots(page):
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]="true"
    review = review_in(Area.objects.get(code="430300"))
    page.goto("/admin/login/")
    page.fill("input[name=username]", "publisher"); page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.goto(f"/admin/projects/reviewstep/{step_of(review,'规划').pk}/opinion/")
    page.check("input[value=conditional]")
    page.fill("input[name=condition-1_text]", "补充论证")
    page.click("text=出具意见 >> nth=-1")
    page.wait_for_load_state()
    page.screenshot(path="/tmp/rv_opinion.png", full_page=True)
    page.fill("textarea[name=text]", "原则同意")
    page.fill("input[name=condition-1_due]", "2027-01-01")
    page.click("button[type=submit]")
    page.wait_for_load_state()
    page.screenshot(path="/tmp/rv_after.png")
