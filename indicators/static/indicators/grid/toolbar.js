// The buttons above the sheet, for who does not know the keys.

import { button, element } from "./elements.js";

export class Toolbar {
    /** The mouse leaves the focus in the sheet; `leaveCell()` takes what is being typed there. */
    constructor({ actions, status, leaveCell }) {
        this.undo = button("撤销", actions.undo, { title: "撤销 Ctrl+Z" });
        this.redo = button("重做", actions.redo, { title: "重做 Ctrl+Y" });
        const note = button("说明", actions.note, { title: "所选格的说明 Shift+F2" });
        const particulars = button("单元格详情", actions.showParticulars, {
            title: "所选格的指标解释、已公布的数和来源、修改记录 F1 或 Ctrl+I",
        });
        this.element = element("div", { class: "return-grid-tools" }, this.undo, this.redo, note, particulars, status);
        this.element.onmousedown = (event) => {
            if (!event.target.closest("button")) return;
            event.preventDefault();
            leaveCell();
        };
    }

    show({ writable, history }) {
        for (const tool of [this.undo, this.redo]) tool.hidden = !writable;
        this.undo.disabled = !history.canUndo;
        this.redo.disabled = !history.canRedo;
    }
}
