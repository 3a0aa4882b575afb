"""The pages of templates: a file goes up, its faults come back, it can be had again and taken out of use."""

import hashlib
import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from indicators.choices import Role
from indicators.models import AuditEntry
from tests.admin_clients import BACKEND
from tests.bulletin_builders import account_of
from tracker.models import BulletinTemplate

pytestmark = pytest.mark.django_db
URL = "/admin/tracker/bulletintemplate/"


@pytest.fixture
def publisher(client):
    client.force_login(account_of(Role.PUBLISHER), backend=BACKEND)
    return client


def word_file(*paragraphs):
    document, file = docx.Document(), io.BytesIO()
    for each in paragraphs:
        document.add_paragraph(each)
    document.save(file)
    return file.getvalue()


def upload(client, content, name="湘潭市统计局红头"):
    file = SimpleUploadedFile("head.docx", content)
    return client.post(f"{URL}add/", {"name": name, "file": file, "reason": "启用"})


def test_a_template_is_uploaded_looked_at_and_had_again(publisher):
    content = word_file("{{ document_number }}", "{{ body }}")
    assert upload(publisher, content).status_code == 302
    template = BulletinTemplate.objects.get()
    page = publisher.get(f"{URL}{template.pk}/change/").content.decode()
    for words in ("{{ document_number }} 发文字号", hashlib.sha256(content).hexdigest(), "下载文件"):
        assert words in page
    answer = publisher.get(f"{URL}{template.pk}/download/", follow=True)
    assert (answer.content, answer["Content-Type"].rpartition(".")[2]) == (content, "document")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "{{ body }} 正文和表" in publisher.get(URL).content.decode()


def test_every_fault_of_the_file_is_listed(publisher):
    answer = upload(publisher, word_file("{{ author }}", "{{ date }}"))
    faults = answer.context["adminform"].form.errors["file"]
    assert len(faults) == 3
    page = answer.content.decode()
    assert "author" in page
    assert "date" in page
    assert not BulletinTemplate.objects.exists()


@pytest.mark.parametrize("content", [b"x", b"x" * (5 * 1024 * 1024 + 1)])
def test_what_is_no_template_is_refused(publisher, content):
    assert "file" in upload(publisher, content).context["adminform"].form.errors
    assert not BulletinTemplate.objects.exists()


def test_a_name_that_is_there_is_refused(publisher):
    assert upload(publisher, word_file("{{ body }}")).status_code == 302
    assert "name" in upload(publisher, word_file("{{ body }}")).context["adminform"].form.errors


def test_a_template_is_taken_out_of_use_and_nothing_else_changes(publisher):
    upload(publisher, word_file("{{ body }}"))
    before = BulletinTemplate.objects.get()
    url = f"{URL}{before.pk}/change/"
    posted = {"name": "其他", "sha256": "0", "reason": "换新红头", "file": SimpleUploadedFile("x.docx", b"x")}
    assert publisher.post(url, posted).status_code == 302
    after = BulletinTemplate.objects.get()
    assert (after.is_active, after.name, after.sha256) == (False, before.name, before.sha256)
    assert bytes(after.content) == bytes(before.content)
    entry = AuditEntry.objects.get(reason="换新红头")
    assert (entry.object_key, entry.new) == (before.name, {"is_active": "False"})


def test_a_reviewer_looks_and_may_not_upload(client, publisher):
    upload(publisher, word_file("{{ body }}"))
    template = BulletinTemplate.objects.get()
    client.force_login(account_of(Role.REVIEWER), backend=BACKEND)
    assert client.get(f"{URL}{template.pk}/file.docx").status_code == 200
    assert client.get(f"{URL}add/").status_code == 403
    client.force_login(account_of(Role.VIEWER), backend=BACKEND)
    assert client.get(f"{URL}{template.pk}/file.docx").status_code == 403
