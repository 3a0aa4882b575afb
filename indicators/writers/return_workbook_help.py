"""The second sheet of a return's workbook: how to fill it, until when, and where it goes."""

from xlsxwriter import Workbook

from indicators.domain.cell_content import MAX_NOTE
from indicators.domain.return_sheets import HELP_SHEET, NOTE, PREVIOUS, SHEET, YEAR_AGO, ReturnSheet
from indicators.domain.texts import plain_lines

RULES = (
    f"只填“{SHEET}”表中的黄色格；灰色格是本表不要求填的，其余格已锁定。",
    "留空＝还没有填；—＝确实没有数据（输入 - 或 — 都可以）；0＝数值为零。三者不同，请勿混用。",
    "数值按“计量单位”一栏的单位填，不加单位文字；公布增速填百分数，如 5.1 表示增长 5.1%。",
    "可以用公式，上传时取其计算结果；请先在 Excel 或 WPS 中保存一次，不要留 #REF! 一类的错误值。",
    f"“{PREVIOUS}”“{YEAR_AGO}”和旁边的两栏增速是那时公布的数，供对照；—＝没有公布过，空＝本表不填该项。",
    f"需要解释的写在“{NOTE}”一栏，最多 {MAX_NOTE} 字。",
    "行的先后、空行不影响上传；代码、表头和行数不能改，每个指标、地区各一行。",
    "填好后保存为 .xlsx（不设密码、不带宏），在系统中打开本填报表，点“上传填好的表”；先预览，确认后整表保存。",
    "上传只存入您改过的格，没有动的格以系统中的为准；下载后别人又改过的格不会被覆盖，会列出来请您核对。",
    "上传后还要用 Excel 改同样的格，请先重新下载。",
    "上传后只是草稿，仍须在系统中报送。",
)


def write_help(book: Workbook, sheet: ReturnSheet) -> None:
    """The facts of this return, the rules of every return, then what the form itself says."""
    page = book.add_worksheet(HELP_SHEET)
    heading = book.add_format({"bold": True, "font_size": 14})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    due = f"{sheet.due_on:%Y-%m-%d} 24 时前，在系统中报送" if sheet.due_on else "未定"
    lines = [
        f"报表：{sheet.form_name}（{sheet.form_code}，表式第 {sheet.form_version} 版）",
        f"填报单位：{sheet.unit}",
        f"期别：{sheet.period_label}（{sheet.period}）",
        f"报送截止：{due}",
        "",
        *(f"{number}. {rule}" for number, rule in enumerate(RULES, start=1)),
    ]
    if sheet.instructions.strip():
        lines += ["", "本表的填报说明：", *plain_lines(sheet.instructions.strip()).split("\n")]
    page.set_column(0, 0, 100)
    page.write_string(0, 0, HELP_SHEET, heading)
    for number, line in enumerate(lines, start=1):
        page.write_string(number, 0, line, text)
    page.protect("", {"format_columns": True, "format_rows": True})
    page.set_landscape()
    page.fit_to_pages(1, 0)
