"""Which return a workbook belongs to, as its hidden sheet says, and whether it is the one that is wanted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indicators.domain.return_sheets import (
    META_FORM,
    META_PERIOD,
    META_RETURN,
    META_SHEET,
    META_VERSION,
    ReturnSheet,
)
from indicators.readers.return_cells import code_in
from indicators.readers.return_contents import WorkbookFault
from indicators.readers.workbook_sheets import CellValue, Sheet

DOWNLOAD = "请在系统中打开本填报表，重新下载模板填写。"

_COUNT = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Identity:
    """What the hidden sheet says; empty or None where it says nothing."""

    return_id: int | None
    form_code: str
    form_version: int | None
    period: str


def count_in(value: CellValue) -> int | None:
    """The number of a return or a version; None for anything else."""
    text = code_in(value)
    return int(text) if _COUNT.fullmatch(text) else None


def identity_of(sheet: Sheet | None) -> Identity:
    rows = sheet.rows if sheet else []
    meta = {code_in(row[0]): code_in(row[1]) for row in rows if len(row) > 1}
    return Identity(
        return_id=count_in(meta.get(META_RETURN, "")),
        form_code=meta.get(META_FORM, ""),
        form_version=count_in(meta.get(META_VERSION, "")),
        period=meta.get(META_PERIOD, ""),
    )


def identity_faults(found: Identity, expected: ReturnSheet) -> Iterator[WorkbookFault]:
    """Everything in which the workbook belongs to something else: faults of the whole file."""
    if not found.form_code:
        yield _fault("no_meta", f"文件不是从系统下载的填报模板（缺少隐藏的工作表“{META_SHEET}”）。{DOWNLOAD}")
        return
    if found.form_code != expected.form_code:
        message = f"文件是报表“{found.form_code[:64]}”的，本填报表是“{expected.form_name}”（{expected.form_code}）。"
        yield _fault("other_form", f"{message}请到那张报表的页面上传，或重新下载模板填写。")
        return
    if found.period != expected.period:
        yield _fault("other_period", f"文件是 {found.period[:20]} 期的，本填报表是 {expected.period}。{DOWNLOAD}")
    elif found.return_id != expected.return_id:
        message = f"文件是同一报表、同一期别另一填报单位的，本表由“{expected.unit}”填报。"
        yield _fault("other_return", f"{message}{DOWNLOAD}")
    if found.form_version != expected.form_version:
        version = "未知" if found.form_version is None else found.form_version
        message = f"模板的表式版本是 {version}，现行版本是 {expected.form_version}，指标或地区可能已变。"
        yield _fault("old_version", f"{message}请重新下载模板，把数据复制过去。")


def _fault(code: str, message: str) -> WorkbookFault:
    return WorkbookFault("", 0, "", code, message)
