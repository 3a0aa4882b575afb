"""A month of the dispatch as a workbook: what the writer puts into it and the reader expects to come back."""

from dataclasses import dataclass

from indicators.domain.periods import Period
from projects.domain.month_entry import MonthLine

SHEET = "月度调度"
META_SHEET = "_meta"
WHAT_IT_IS = "调度数（形象进度投资），不是统计投资"

CODE = "项目代码"
NAME = "项目"
AREA = "地区"
PLANNED = "年度计划(万元)"
PREVIOUS = "上次累计(万元)"
INVESTED = "本月累计(万元)"
NOTE = "说明"
COLUMNS = (CODE, NAME, AREA, PLANNED, PREVIOUS, INVESTED, NOTE)
READ_COLUMNS = (CODE, INVESTED, NOTE)

# Rows of the sheet _meta: what the file is and of which month, then one for each project with what it held at the
# download (code, version, content, note).
META_KIND, MONTH_KIND = "kind", "project-month"
META_PERIOD = "period"
META_ROW = "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSheet:
    """`lines` of one account, in the order of the page."""

    month: Period
    lines: tuple[MonthLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadedRow:
    """What the file held of a project when it was downloaded; `seen` is "" where the month had no figure."""

    seen: str
    invested: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """One project of a file that came back."""

    number: int
    project: str
    invested: str
    note: str
    downloaded: DownloadedRow

    @property
    def is_changed(self) -> bool:
        """Whether anything was filled in since the download."""
        return (self.invested, self.note) != (self.downloaded.invested, self.downloaded.note)
