// The note of one cell, in a dialogue: Ctrl+Enter keeps it, Escape gives it up.

import { openDialog } from "./dialog.js";
import { button, element } from "./elements.js";
import { LONGEST, nameOf } from "./sheet.js";

/** `keep(text)` hears what was written. */
export function openNote({ host, cell, sheet, keep }) {
    const name = nameOf(cell, sheet);
    const text = element("textarea", { class: "return-grid-note", rows: 5, autofocus: true, "aria-label": `说明：${name}` });
    text.value = cell.note;
    text.maxLength = LONGEST.note;
    text.readOnly = !sheet.writable;
    const finish = () => {
        dialog.close();
        keep(text.value);
    };
    text.onkeydown = (event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing || !sheet.writable) return;
        event.preventDefault();
        finish();
    };
    const how = sheet.writable
        ? [
              element("p", { class: "return-grid-hint" }, `最多 ${LONGEST.note} 字，换行存为空格；Ctrl+Enter 确定，Esc 放弃。`),
              button("确定", finish, { class: "return-grid-button is-primary" }),
          ]
        : [element("p", { class: "return-grid-hint" }, cell.note ? "本表现在不能填写，只能查看。" : "这一格没有说明；本表现在不能填写。")];
    const dialog = openDialog({ host, title: `说明：${name}`, look: "return-grid-noting", content: [text, ...how] });
}
