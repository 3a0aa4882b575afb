// The table library and its style sheet. Where the library is not installed this fails, and the page keeps its form.

import {
    FormatModule,
    FrozenColumnsModule,
    ResizeColumnsModule,
    ResizeTableModule,
    Tabulator,
} from "../vendor/tabulator/tabulator.js";

Tabulator.registerModule([FormatModule, FrozenColumnsModule, ResizeColumnsModule, ResizeTableModule]);

export { Tabulator };

/** The style sheet of the library, before that of the page, which changes it. */
export function loadStyle() {
    return new Promise((resolve, reject) => {
        const link = document.createElement("link");
        link.rel = "stylesheet";
        link.href = new URL("../vendor/tabulator/tabulator.css", import.meta.url).href;
        link.onload = resolve;
        link.onerror = () => reject(new Error("缺少表格样式"));
        document.head.prepend(link);
    });
}
