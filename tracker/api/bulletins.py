"""`bulletins`: the archived reports with their files and SHA-256."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.reverse import reverse

from indicators.api.lists import ListView, Row
from indicators.api.parameters import PERIOD, Parameter, choice
from indicators.api.views import ApiView
from indicators.models import User
from indicators.queries.lists.pages import Listing, Record
from tracker.choices import BulletinState, FileFormat, UseLevel
from tracker.queries.bulletins.lists import bulletin_file, bulletin_list

NAME = Parameter(name="name", description="通报定义的代码")
STATE = choice("state", "状态", BulletinState.values)


class FileRow(serializers.Serializer):
    """One file; `sha256` is of its bytes."""

    format = serializers.ChoiceField(FileFormat.choices, help_text="格式")
    sha256 = serializers.CharField(help_text="文件的 SHA-256")
    size = serializers.IntegerField(help_text="字节数")
    url = serializers.URLField(help_text="下载地址")


class BulletinRow(serializers.Serializer):
    """One version of a bulletin."""

    id = serializers.IntegerField(help_text="编号")
    name = serializers.CharField(help_text="通报定义的代码")
    period = serializers.CharField(help_text="期别")
    version = serializers.IntegerField(help_text="版次，1 为首次")
    title = serializers.CharField(help_text="标题")
    state = serializers.ChoiceField(BulletinState.choices, help_text="状态；查阅者只见已签发并解禁的")
    use_level = serializers.ChoiceField(UseLevel.choices, help_text="使用范围")
    reason = serializers.CharField(allow_blank=True, help_text="更正原因")
    document_number = serializers.CharField(allow_blank=True, help_text="发文字号")
    issued_at = serializers.CharField(allow_null=True, help_text="签发时间")
    sha256 = serializers.CharField(help_text="内容（构成、所据数据、正文、方法）的 SHA-256")
    methods = serializers.DictField(help_text="方法版本")
    gaps = serializers.ListField(child=serializers.CharField(), help_text="已接受并印在文末的缺口")
    files = FileRow(many=True)


class BulletinList(ListView):
    """通报：每个版次一行；审核岗、审定发布岗还能看到拟稿。"""

    name = "bulletins"
    permission = "tracker.view_bulletin"
    kept = False
    filters = (NAME, PERIOD, STATE)
    answer = BulletinRow

    def listing(self, **selection: Any) -> Listing:
        assert isinstance(self.request.user, User)
        return bulletin_list(self.request.user, **selection)

    def finish(self, request: Request, records: Iterable[Record], given: dict[str, Any]) -> None:
        for record in records:
            for file in record.row["files"]:
                file["url"] = reverse("bulletin-file", args=[record.row["id"], file["format"]], request=request)

    @property
    def header(self) -> Sequence[str]:
        head = [str(name) for name in BulletinRow().fields if str(name) not in ("methods", "gaps", "files")]
        return (*head, *(f"file_{name}" for name in FileRow().fields))

    def cells(self, row: Row) -> Iterable[Sequence[object]]:
        head = [value for name, value in row.items() if name not in ("methods", "gaps", "files")]
        for file in row["files"]:
            yield (*head, *file.values())


class BulletinFileView(ApiView):
    """通报的一个文件，原样给出。"""

    permission = "tracker.view_bulletin"
    kept = False
    answer = FileRow

    def get(self, request: Request, pk: int, format: str) -> HttpResponseBase:
        self.given(request)
        assert isinstance(request.user, User)
        file = bulletin_file(request.user, pk, format)
        if file is None:
            raise Http404
        answer = HttpResponse(bytes(file.content), content_type=FileFormat(file.format).media_type)
        name = f"{file.bulletin.key.replace('/', '-')}.{file.format}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        answer["ETag"] = f'"{file.sha256}"'
        answer["Cache-Control"] = "private, no-store"
        return answer
