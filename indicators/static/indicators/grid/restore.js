// Changes that a closed browser left behind are offered again; never taken silently.

import { isAlready } from "./changes.js";
import { button, clockTime, element } from "./elements.js";
import { nameOf } from "./sheet.js";

/** What of the kept changes is still missing on the server: [{cell, change}], or [] */
export function missingChanges(draft, sheet) {
    return Object.entries(draft?.changes ?? {})
        .map(([key, change]) => ({ cell: sheet.cells.get(key), change }))
        .filter(({ cell, change }) => cell && !isAlready(change, cell.saved));
}

/** A banner that offers them, or in a closed return only shows them. */
export function restoreBanner({ draft, missing, sheet, take, drop }) {
    const list = element("ul", {}, ...missing.map(({ cell, change }) => element("li", {}, told(cell, change, sheet))));
    const banner = element("section", { class: "return-grid-restore", role: "region", "aria-label": "上次未保存的修改" });
    const leave = (action) => () => {
        banner.remove();
        action();
    };
    const title = `${clockTime(draft.at)} 有 ${missing.length} 格修改没有保存就关闭了页面`;
    banner.append(
        element("p", {}, sheet.writable ? `${title}，要恢复吗？` : `${title}；本表现在不能填写，内容列在下面供您核对。`),
        element("details", {}, element("summary", {}, "查看内容"), list),
    );
    if (sheet.writable) banner.append(button("恢复", leave(take), { class: "return-grid-button is-primary" }));
    banner.append(button("放弃", leave(drop)));
    return banner;
}

/** Lay the changes into the sheet again; those whose cell was changed since wait for a choice. */
export function restoreChanges(missing, queue) {
    const current = [];
    for (const { cell, change } of missing) {
        const { seen, ...typed } = change;
        if (typed.content !== undefined) cell.content = typed.content;
        if (typed.note !== undefined) cell.note = typed.note;
        const { changed_by: by, changed_at: at, version } = cell.saved;
        if (seen === version) current.push({ cell, change: typed });
        else queue.hold(cell.key, change, { by, at, cell: cell.saved });
    }
    if (current.length) queue.put(current);
}

function told(cell, { content, note, explanations = {} }, sheet) {
    const parts = [
        content !== undefined && (content === "" ? "清空" : content),
        note !== undefined && `说明“${note}”`,
        ...Object.values(explanations).map((text) => `核实说明“${text}”`),
    ];
    return `${nameOf(cell, sheet)}：${parts.filter(Boolean).join("，")}`;
}
