"""`returns/{id}/submit`: handing a return in."""

from django.http import HttpResponseBase
from rest_framework.request import Request

from indicators.api.returns.base import ReturnView, actor_of, refused
from indicators.api.returns.shapes import SubmittedReturn
from indicators.services.returns.gate import ReturnRefusedError
from indicators.services.returns.submitting import submit_return


class SubmitReturnView(ReturnView):
    """报送：强制性审核未通过、核实性审核未说明的，以 403 逐条列出。"""

    http_method_names = ["post", "options"]
    answer = SubmittedReturn

    def post(self, request: Request, pk: int) -> HttpResponseBase:
        self.given(request)
        of = self.return_for(request, pk)
        try:
            submitted = submit_return(pk=of.pk, actor=actor_of(request))
        except ReturnRefusedError as refusal:
            raise refused(refusal) from refusal
        return self.answered({"id": submitted.pk, "state": submitted.state, "version": submitted.version})
