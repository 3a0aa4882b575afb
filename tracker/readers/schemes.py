"""`schemes.json`: every fault with its path, in the place of row and column."""

import json
from pathlib import Path

from indicators.readers.faults import Findings
from tracker.domain.evaluation_tables import SCHEMES
from tracker.domain.evaluations.scheme import Scheme
from tracker.domain.evaluations.scheme_reading import read_schemes

LARGEST = 5 * 1024 * 1024


def read_scheme_file(path: Path, findings: Findings) -> tuple[Scheme, ...]:
    """The schemes, none where anything in the file is wrong."""
    if path.stat().st_size > LARGEST:
        findings.fault(SCHEMES.file, 0, "", "too_long", f"文件大于 {LARGEST // 1024 // 1024} MB")
        return ()
    try:
        raw = json.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        findings.fault(SCHEMES.file, 0, "", "encoding", "文件不是 UTF-8 编码")
        return ()
    except json.JSONDecodeError as error:
        findings.fault(
            SCHEMES.file, error.lineno, "", "bad_json", f"不是 JSON：第 {error.lineno} 行第 {error.colno} 列"
        )
        return ()
    except RecursionError:
        findings.fault(SCHEMES.file, 0, "", "bad_json", "不是 JSON：嵌套过深")
        return ()
    read = read_schemes(raw)
    for fault in read.faults:
        findings.fault(SCHEMES.file, 0, fault.path, fault.code, fault.message)
    return read.schemes
