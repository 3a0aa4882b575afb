// Cells that somebody else changed meanwhile: both texts, and the choice.

import { button, clockTime, element } from "./elements.js";
import { nameOf } from "./sheet.js";

export class ConflictPanel {
    /** `go(cell)` leads to the cell; `choose(key, mine)` settles it. */
    constructor({ sheet, go, choose }) {
        this.sheet = sheet;
        this.go = go;
        this.choose = choose;
        this.element = element("section", { class: "return-grid-conflicts", role: "alert", "aria-label": "与他人的修改冲突", hidden: true });
    }

    show(conflicts) {
        this.element.hidden = conflicts.size === 0;
        if (!conflicts.size) {
            this.element.replaceChildren();
            return;
        }
        const lines = [...conflicts].map(([key, conflict]) => this.#line(key, conflict));
        const title = `${conflicts.size} 格已被他人修改，您填的还没有保存，请逐格选择：`;
        this.element.replaceChildren(element("p", {}, title), element("ul", {}, ...lines));
    }

    /** Put the cursor on the first choice; false when there is none. */
    focus() {
        const choice = this.element.querySelector(".return-grid-button");
        choice?.focus();
        return choice !== null;
    }

    #line(key, conflict) {
        const cell = this.sheet.cells.get(key);
        const name = nameOf(cell, this.sheet);
        const when = conflict.at ? ` ${clockTime(conflict.at)}` : "";
        return element(
            "li",
            {},
            element("button", { type: "button", class: "return-grid-jump", onclick: () => this.go(cell) }, name),
            element("span", {}, `您填 ${told(conflict.change)}；${conflict.by || "他人"}${when} 改为 ${told(conflict.cell)}`),
            button("用我的", () => this.choose(key, true), { "aria-label": `${name}：用我的` }),
            button("用对方的", () => this.choose(key, false), { "aria-label": `${name}：用对方的` }),
        );
    }
}

function told({ content, note }) {
    const parts = [];
    if (content !== undefined) parts.push(content === "" ? "空白" : `“${content}”`);
    if (note) parts.push(`说明“${note}”`);
    return parts.join("，") || "核实说明";
}
