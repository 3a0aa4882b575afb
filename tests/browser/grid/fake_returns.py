"""A stand-in for the server behind the grid: one return in memory, served with the static files of the product."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

HERE = Path(__file__).parent
STATIC = HERE.parents[2] / "indicators/static"
# The grid must do with this: no script but the files, no eval, no style in attributes, nothing from elsewhere.
POLICY = "default-src 'self'; style-src 'self' 'nonce-page'; img-src 'self' data:; object-src 'none'"
NOW = "2026-10-05T09:12:00+08:00"

Answer = tuple[int, dict[str, Any]]


def indicator(code: str, name: str, kind: str = "flow_ytd", **more: Any) -> dict[str, Any]:
    return {
        "code": code, "name": name, "measure_unit": "亿元", "growth_unit": "%", "kind": kind, "decimals": 2,
        "growth_decimals": 1, "growth_computable": True, "measures": ["value", "growth"],
        "definition": f"{name}的统计口径", "department": "统计局", "direction": "higher",
    } | more  # fmt: skip


@dataclass
class FakeReturn:
    """One return; `answer` replaces the next answers to a save, `particulars` those about one cell.

    `token` is what saving asks for, `page_token` what the page of `account` carries; a text `unacceptable` is invalid.
    """

    indicators: list[dict[str, Any]]
    areas: list[dict[str, str]]
    writable: bool = True
    token: str = "token-1"
    page_token: str = "token-1"
    account: str = "7"
    unacceptable: str = "\0"
    version: int = 1
    saves: list[list[dict[str, Any]]] = field(default_factory=list)
    answer: Callable[[], Answer | None] | None = None
    particulars: Callable[[], Answer | None] | None = None
    history: dict[tuple[str, ...], list[dict[str, str]]] = field(default_factory=dict)
    cells: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for asked in self.indicators:
            for area in self.areas:
                for measure in asked["measures"]:
                    self.cells[asked["code"], area["code"], measure] = self._cell(asked, area["code"], measure)

    @staticmethod
    def _cell(asked: dict[str, Any], area: str, measure: str) -> dict[str, Any]:
        is_value = measure == "value"
        cell = {
            "indicator": asked["code"], "area": area, "measure": measure, "content": "", "note": "",
            "send_back_reason": "", "version": 1, "changed_by": "", "changed_at": None,
            "previous": "98.125" if is_value else "5.2", "year_ago": "80" if is_value else "4.75", "published": None,
            "bounds": {"lower": None, "upper": "100000", "decimals": None, "not_below": "98.125" if is_value else None},
            "blocking_bounds": {"lower": None, "upper": "100000", "decimals": None, "not_below": None},
        }  # fmt: skip
        return cell | ({"single_base": "98.125"} if is_value and asked["kind"] == "flow_ytd" else {})

    def cell(self, code: str, area: str, measure: str = "value") -> dict[str, Any]:
        return self.cells[code, area, measure]

    def change_elsewhere(self, code: str, area: str, content: str, measure: str = "value") -> None:
        """As if a colleague had saved the cell."""
        self._store(self.cell(code, area, measure), {"content": content}, by="李四")

    def body(self) -> dict[str, Any]:
        return {
            "id": 12, "form": {"code": "county", "name": "县市区主要指标季报", "version": 1}, "unit": "统计局",
            "period": "2026-Q3", "period_label": "2026年三季度", "state": "draft", "state_label": "草稿",
            "version": self.version, "opens_on": "2026-10-01", "due_on": "2026-10-20", "extended_until": None,
            "writable": self.writable, "refusals": [], "indicators": self.indicators, "areas": self.areas,
            "cells": list(self.cells.values()), "findings": self.findings(),
        }  # fmt: skip

    def save(self, changes: list[dict[str, Any]]) -> Answer:
        self.saves.append(changes)
        if self.answer and (answer := self.answer()):
            return answer
        if faults := {place: fault for place, change in enumerate(changes) if (fault := self._fault(change))}:
            errors = {"changes": faults}
            return 400, {"code": "invalid", "message": "请求内容有误", "detail": {"errors": errors}}
        found = [(change, self.cell(change["indicator"], change["area"], change["measure"])) for change in changes]
        conflicts = [
            {name: cell[name] for name in ("indicator", "area", "measure", "version")}
            | {
                "yours": change.get("content"),
                "theirs": cell["content"],
                "by": cell["changed_by"],
                "at": NOW,
                "cell": cell,
            }
            for change, cell in found
            if change["seen"] != cell["version"]
        ]
        if conflicts:
            return 409, {"code": "conflict", "message": "有冲突", "detail": {"conflicts": conflicts}}
        for change, cell in found:
            self._store(cell, change, by="张三")
        self.version += 1
        return 200, {"version": self.version, "cells": [cell for _, cell in found], "findings": self.findings()}

    def _fault(self, change: dict[str, Any]) -> dict[str, Any]:
        texts = {name: change[name] for name in ("content", "note") if name in change}
        return {name: ["含有不允许的字符"] for name, text in texts.items() if text == self.unacceptable}

    def tell(self, indicator: str, area: str, measure: str) -> Answer:
        """The particulars of one cell."""
        if self.particulars and (answer := self.particulars()):
            return answer
        if (indicator, area, measure) not in self.cells:
            return 404, {"code": "not_found", "message": "没有这个地址或对象", "detail": None}
        figures = [
            {
                "label": "上期", "period": "2026-Q2", "period_label": "2026年上半年", "value": "98.125",
                "growth": "5.2", "vintage": "快报/初步核算", "published_at": "2026-07-20",
                "note": "市统计局季度核算反馈",
            }
        ]  # fmt: skip
        changes = self.history.get((indicator, area, measure), [])[::-1]
        told = {"indicator": indicator, "area": area, "measure": measure, "figures": figures, "changes": changes}
        return 200, told

    def _store(self, cell: dict[str, Any], change: dict[str, Any], by: str) -> None:
        key = cell["indicator"], cell["area"], cell["measure"]
        told = {"old": cell["content"], "new": change.get("content", cell["content"]), "note": change.get("note", "")}
        self.history.setdefault(key, []).append({"at": NOW[:16].replace("T", " "), "who": by} | told)
        cell |= {name: change[name] for name in ("content", "note") if name in change}
        cell.setdefault("explained", {}).update(change.get("explanations", {}))
        cell |= {"version": cell["version"] + 1, "changed_by": by, "changed_at": NOW}

    def findings(self) -> list[dict[str, Any]]:
        """More than half above last year has to be explained."""
        found = []
        for cell in self.cells.values():
            try:
                jumps = Decimal(cell["content"]) > Decimal(cell["year_ago"]) * Decimal("1.5")
            except (InvalidOperation, TypeError):
                continue
            if jumps:
                found.append(
                    {name: cell[name] for name in ("indicator", "area", "measure")}
                    | {
                        "rule": "jump",
                        "rule_name": "与历史相比异动",
                        "severity": "verify",
                        "message": "比上年同期高出一半以上",
                    }
                    | {"explanation": cell.get("explained", {}).get("jump", "")}
                )
        return found


@contextmanager
def served(held: FakeReturn) -> Iterator[str]:
    """The address of the page, on a port of its own."""

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/":
                page = (HERE / "page.html").read_text(encoding="utf-8")
                page = page.replace("{token}", held.page_token).replace("{account}", held.account)
                self._send(200, page.encode(), "text/html; charset=utf-8")
            elif self.path == "/step":
                self._send(200, "<title>报送</title>".encode(), "text/html; charset=utf-8")
            elif "/cells/" in self.path:
                self._send_json(*held.tell(*unquote(self.path).strip("/").split("/")[-3:]))
            elif self.path.startswith("/api/"):
                self._send_json(200, held.body())
            else:
                super().do_GET()

        def do_PATCH(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.headers["X-CSRFToken"] != held.token:
                self._send_json(403, {"code": "forbidden", "message": "该账号的角色无权查看。", "detail": None})
                return
            self._send_json(*held.save(sent["changes"]))

        def translate_path(self, path: str) -> str:
            return str(STATIC / path.split("?")[0].removeprefix("/static/"))

        def _send_json(self, status: int, body: dict[str, Any]) -> None:
            self._send(status, json.dumps(body).encode(), "application/json")

        def _send(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
