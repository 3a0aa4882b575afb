"""Reading one CSV table of a package: encoding, header, row lengths. Every fault is collected."""

import codecs
import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indicators.domain.packages import Table
from indicators.readers.faults import Findings

MAX_CELL = 100_000
csv.field_size_limit(MAX_CELL)


@dataclass(frozen=True, slots=True)
class Row:
    """One data row; a column the file does not have reads as empty. The header is row 1."""

    number: int
    cells: dict[str, str]


def table_file(directory: Path, table: Table, findings: Findings) -> Path | None:
    """Where the table lies, None without it; what has its name but cannot be read is a fault."""
    path = directory / table.file
    if not os.path.lexists(path):
        return None
    try:
        if path.is_file():
            path.open("rb").close()
            return path
        reason = "不是普通文件"
    except OSError as error:
        reason = error.strerror or "出错"
    findings.fault(table.file, 0, "", "unreadable", f"{table.file} 不能读取：{reason}")
    return None


def encoding_of(path: Path) -> str | None:
    """UTF-8 (with or without BOM) or GB18030, whichever the whole file is valid in; None when neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as file:
                while chunk := file.read(1 << 20):
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    return None


def read_table(path: Path, table: Table, findings: Findings) -> Iterator[Row]:
    """The rows that have the right shape, one after another; what is wrong goes to `findings`."""
    encoding = encoding_of(path)
    if encoding is None:
        findings.fault(table.file, 0, "", "encoding", "文件既不是 UTF-8 也不是 GB18030 编码，请另存为 UTF-8 的 CSV")
        return
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, strict=True)
        number = 1
        try:
            header = [name.strip() for name in next(reader, [])]
            if not _header_is_right(header, table, findings):
                return
            absent = dict.fromkeys((name for name in table.columns if name not in header), "")
            for number, cells in enumerate(reader, start=2):
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) != len(header):
                    message = f"本行有 {len(cells)} 个单元格，表头有 {len(header)} 列"
                    findings.fault(table.file, number, "", "wrong_length", message)
                    continue
                if any("\0" in cell for cell in cells):
                    findings.fault(table.file, number, "", "bad_character", "本行含有空字符（NUL），请删除")
                    continue
                yield Row(number, {**absent, **dict(zip(header, (cell.strip() for cell in cells), strict=True))})
        except csv.Error as error:
            findings.fault(table.file, number + 1, "", "bad_csv", f"CSV 格式有误（{error}），此行及以后未读")


def _header_is_right(header: list[str], table: Table, findings: Findings) -> bool:
    before = len(findings.faults)
    if not header:
        findings.fault(table.file, 1, "", "no_header", f"第一行应为表头：{','.join(table.columns)}")
    for name in dict.fromkeys(header):
        if name not in table.columns:
            findings.fault(
                table.file, 1, name, "unknown_column", f"未知的列“{name}”，可用的列：{'、'.join(table.columns)}"
            )
        elif header.count(name) > 1:
            findings.fault(table.file, 1, name, "repeated_column", f"列“{name}”出现了不止一次")
    if header:
        for name in table.columns:
            if name not in header and name not in table.optional:
                findings.fault(table.file, 1, name, "missing_column", f"缺少列“{name}”")
    return len(findings.faults) == before
