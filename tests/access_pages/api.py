"""The views of the API."""

from tests.access_pages.page import Page
from tests.access_pages.roles import API_READERS, EVALUATION, EVALUATORS, EVERYBODY, MAKERS, PUBLISHER, READERS, WORKERS

DEMO_FIGURE = "GDP/430300/2015-Q4/"

PAGES = {
    "live": Page(get=EVERYBODY, anonymous=200),
    "ready": Page(get=EVERYBODY, answer=503, anonymous=503),  # no worker runs with the tests
    **{name: Page(get=EVERYBODY) for name in ("areas", "peer-groups", "indicators", "schema")},
    **{name: Page(get=API_READERS) for name in ("observations", "growth", "rankings")},
    "bulletins": Page(get=READERS),
    "bulletin-file": Page(
        get=READERS,
        only_reads=True,
        foreign=MAKERS,
        address="/api/v1/bulletins/{key}/files/docx/",
        model="tracker_bulletin",
    ),
    "plans": Page(get=READERS),
    "targets": Page(get=READERS, address="/api/v1/plans/asked/targets/"),
    "assessment": Page(get=READERS, address="/api/v1/plans/asked/assessment/"),
    "explain-target": Page(get=READERS, address="/api/v1/explain/targets/aims/GDP/430300/level/value/2022/"),
    "explain-observation": Page(get=API_READERS, address=f"/api/v1/explain/observations/{DEMO_FIGURE}"),
    "explain-growth": Page(get=API_READERS, address=f"/api/v1/explain/growth/{DEMO_FIGURE}"),
    "explain-ranking": Page(get=API_READERS, address="/api/v1/explain/rankings/GDP/2015-Q4/hunan-cities/growth/"),
    "returns": Page(get=WORKERS),
    "return": Page(get=WORKERS, only_reads=True, address="/api/v1/returns/{key}/", model="indicators_return"),
    "return-cells": Page(  # takes PATCH alone
        get=WORKERS,
        answer=405,
        missing=405,
        foreign=WORKERS,
        address="/api/v1/returns/{key}/cells/",
        model="indicators_return",
    ),
    "return-cell": Page(
        get=WORKERS,
        only_reads=True,
        address="/api/v1/returns/{key}/cells/GDP/430300/value/",
        model="indicators_return",
    ),
    "return-submit": Page(get=WORKERS, address="/api/v1/returns/{key}/submit/", model="indicators_return"),
    **{name: Page(get=WORKERS) for name in ("projects", "parcels", "disposals", "land-summary")},
    "explain-parcel": Page(get=WORKERS, address="/api/v1/explain/parcels/asked/"),
    "explain-land": Page(get=WORKERS, address="/api/v1/explain/land/inefficient/"),
    "explain-project": Page(get=WORKERS, answer=404, address="/api/v1/explain/projects/none/2025-10/"),
    "explain-project-sums": Page(get=WORKERS, address="/api/v1/explain/project-sums/2025-10/"),
    "projects-summary": Page(get=WORKERS, address="/api/v1/projects/summary/?period=2025-10"),
    "evaluations": Page(get=EVALUATORS),
    "evaluation": Page(get=EVALUATORS, address="/api/v1/evaluations/asked/"),
    "facts": Page(get=EVALUATORS, post=PUBLISHER | EVALUATION, address="/api/v1/evaluations/asked/facts/"),
    "scorecards": Page(get=EVALUATORS, address="/api/v1/evaluations/asked/scorecards/"),
    "explain-scorecard": Page(get=EVALUATORS, answer=404, address="/api/v1/explain/evaluations/asked/none/"),
    "docs": Page(get=EVERYBODY, anonymous=302),
    "api/": Page(get=EVERYBODY, answer=404, anonymous=404, address="/api/nothing/"),
}
