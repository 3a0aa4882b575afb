"""Keeping templates: only what can serve is stored, with its digest; the file of a stored one never changes."""

import hashlib
import io

import docx
import pytest
from django.core.exceptions import ValidationError

from indicators.models import AuditEntry
from tests.builders import TESTER
from tracker.models import BulletinTemplate
from tracker.services.bulletins.templates import upload_template, use_template

pytestmark = pytest.mark.django_db


def word_file(*paragraphs):
    document, file = docx.Document(), io.BytesIO()
    for each in paragraphs:
        document.add_paragraph(each)
    document.save(file)
    return file.getvalue()


def upload(content, template=None, name="红头"):
    template = template or BulletinTemplate(name=name)
    upload_template(template=template, content=content, actor=TESTER, reason="启用新红头")
    return template


def test_a_template_is_stored_with_its_digest_and_placeholders():
    content = word_file("湘潭市统计局文件", "{{ document_number }}", "{{ title }}", "{{ body }}")
    upload(content)
    stored = BulletinTemplate.objects.get()
    assert bytes(stored.content) == content
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert sorted(stored.placeholders) == ["body", "document_number", "title"]
    entry = AuditEntry.objects.get(object_type="bulletintemplate", object_key="红头")
    assert (entry.new["sha256"], entry.reason) == (stored.sha256, "启用新红头")


def test_every_fault_of_the_file_is_said_and_nothing_is_stored():
    with pytest.raises(ValidationError) as refusal:
        upload(word_file("{{ author }}", "{{ date }}"))
    faults = refusal.value.message_dict["file"]
    assert len(faults) == 3
    assert all(any(word in fault for fault in faults) for word in ("author", "date", "body"))
    assert not BulletinTemplate.objects.exists()


@pytest.mark.parametrize("content", [b"", b"x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04damaged"])
def test_what_is_no_word_file_is_refused(content):
    with pytest.raises(ValidationError) as refusal:
        upload(content)
    assert refusal.value.message_dict["file"]


def test_a_name_stands_once():
    upload(word_file("{{ body }}"))
    with pytest.raises(ValidationError) as refusal:
        upload(word_file("{{ body }}"))
    assert "name" in refusal.value.message_dict


def test_a_stored_file_never_changes():
    content = word_file("{{ body }}")
    template = upload(content)
    with pytest.raises(ValidationError, match="不能换文件"):
        upload(word_file("{{ body }}", "附件"), template)
    template.refresh_from_db()
    assert bytes(template.content) == content


def test_a_template_is_taken_out_of_use_and_back():
    template = upload(word_file("{{ body }}"))
    for is_active in (False, False, True):
        use_template(pk=template.pk, is_active=is_active, actor=TESTER)
        template.refresh_from_db()
        assert template.is_active == is_active
    changes = AuditEntry.objects.filter(object_key="红头", new__has_key="is_active").order_by("pk")
    assert [entry.new for entry in changes] == [{"is_active": "False"}, {"is_active": "True"}]
