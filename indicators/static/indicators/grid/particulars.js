// The particulars of one cell, in a dialogue: what it means at once; what was published beside it and who changed it when
// the server has answered.

import { ABSENT } from "./content.js";
import { definitionOf } from "./definition.js";
import { openDialog } from "./dialog.js";
import { button, element } from "./elements.js";
import { ServerError } from "./server.js";
import { nameOf } from "./sheet.js";

const MOST_CHANGES = 50; // that the server tells

/** `read(cell)` asks the server. */
export function openParticulars({ host, cell, sheet, read }) {
    const state = element("p", { class: "return-grid-hint", role: "status" });
    const told = element("div", {});
    const load = async () => {
        state.textContent = "正在读取公布数和修改记录…";
        told.replaceChildren();
        try {
            const { figures, changes } = await read(cell);
            told.replaceChildren(...figuresOf(figures, cell.row.indicator), ...changesOf(changes));
            state.textContent = `已读取：公布数 ${figures.length} 个，修改记录 ${changes.length} 条。`;
        } catch (error) {
            if (!(error instanceof ServerError)) throw error;
            state.textContent = `没有读到公布数和修改记录：${error.message}`;
            told.replaceChildren(button("重新读取", again));
        }
    };
    const again = () => {
        dialog.querySelector("button").focus(); // the button that was pressed goes away
        load();
    };
    const content = [definitionOf(cell.row.indicator), state, told];
    const dialog = openDialog({ host, title: nameOf(cell, sheet), look: "return-grid-particulars", content });
    load();
}

function figuresOf(figures, { measure_unit: unit, growth_unit: growthUnit }) {
    const rows = figures.map((figure) => [
        figure.label,
        figure.period_label,
        figure.value ?? ABSENT,
        figure.growth ?? ABSENT,
        figure.vintage,
        figure.published_at,
        figure.note || "没有填写",
    ]);
    const titles = ["", "期间", `数值（${unit}）`, `增速（${growthUnit}）`, "版本", "公布时间", "来源说明"];
    return section("已公布的数", titles, rows, "上期、上年同期和本期都没有已公布的数。");
}

function changesOf(changes) {
    const rows = changes.map(({ at, who, old, new: now, note }) => [at, who, old || "空白", now || "空白", note]);
    const title = changes.length < MOST_CHANGES ? "修改记录" : `修改记录（最近 ${MOST_CHANGES} 次）`;
    return section(title, ["时间", "经办", "原内容", "改为", "说明"], rows, "这一格还没有人改过。");
}

function section(title, titles, rows, empty) {
    if (!rows.length) return [element("h3", {}, title), element("p", {}, empty)];
    const head = titles.map((words) => (words ? element("th", { scope: "col" }, words) : element("td", {})));
    const body = rows.map(([first, ...others]) =>
        element("tr", {}, element("th", { scope: "row" }, first), ...others.map((words) => element("td", {}, words))),
    );
    return [
        element("h3", {}, title),
        element("table", { "aria-label": title }, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body)),
    ];
}
