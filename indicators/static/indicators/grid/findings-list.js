// Everything the checks say, under the sheet: a way to the cell, and room for the explanation.

import { element } from "./elements.js";
import { LONGEST, nameOf } from "./sheet.js";
import { lookOf, severityWord } from "./words.js";

/** A list that keeps the field one is typing in while the findings around it change. */
export class FindingsList {
    #lines = new Map();
    #explanations = new Map(); // typed and not known to be saved
    #byCell = new Map();

    /** `go(cell)` leads to a cell, `explain(cell, rule, text)` keeps an explanation. */
    constructor({ sheet, go, explain }) {
        this.sheet = sheet;
        this.go = go;
        this.explain = explain;
        this.heading = element("h2", {}, "审核结果");
        this.list = element("ol", {});
        this.element = element("section", { class: "return-grid-findings", "aria-label": "审核结果" }, this.heading, this.list);
    }

    show(byCell) {
        this.#byCell = byCell;
        const found = this.#sorted(byCell);
        const errors = found.filter(({ said }) => said.severity === "mandatory").length;
        const open = found.filter(({ cell, said }) => said.severity === "verify" && !this.#explanationOf(cell, said)).length;
        this.heading.textContent = found.length
            ? `审核结果：${errors} 条错误须改正，${open} 条需核实待说明，共 ${found.length} 条`
            : "审核结果：已填的数没有发现问题";
        const kept = new Set();
        found.forEach(({ cell, said }, place) => {
            const id = `${cell.key}|${said.rule}`;
            kept.add(id);
            const line = this.#lines.get(id) ?? this.#make(id, cell, said);
            this.#update(line, said, this.#explanationOf(cell, said));
            if (this.list.children[place] !== line.element) this.list.insertBefore(line.element, this.list.children[place] ?? null);
        });
        for (const [id, line] of this.#lines) {
            if (kept.has(id)) continue;
            line.element.remove();
            this.#lines.delete(id);
        }
    }

    /** What was typed is on the server; from now on its word counts, also where a new figure voids an explanation. */
    saved() {
        for (const [id, { input }] of this.#lines) {
            if (input !== document.activeElement) this.#explanations.delete(id);
        }
        this.show(this.#byCell);
    }

    /** Put the cursor into the first explanation of the row, or do nothing. */
    focus(row) {
        const lines = [...this.#lines.values()].filter(({ cell }) => cell.row === row);
        (lines.find(({ input }) => input) ?? lines[0])?.focusable.focus();
        return lines.length > 0;
    }

    #sorted(byCell) {
        const order = [...this.sheet.cells.values()].filter((cell) => byCell.has(cell.key));
        const found = order.flatMap((cell) => byCell.get(cell.key).map((said) => ({ cell, said })));
        return [...found.filter(({ said }) => said.severity === "mandatory"), ...found.filter(({ said }) => said.severity !== "mandatory")];
    }

    #explanationOf(cell, said) {
        return this.#explanations.get(`${cell.key}|${said.rule}`) ?? said.explanation;
    }

    #make(id, cell, said) {
        const jump = element("button", { type: "button", class: "return-grid-jump", onclick: () => this.go(cell) }, nameOf(cell, this.sheet));
        const word = element("b", { class: "return-grid-severity" });
        const message = element("span", { class: "return-grid-message-text" });
        const line = { cell, word, message, input: null, focusable: jump };
        line.element = element("li", {}, word, jump, message);
        if (said.severity === "verify" && !said.local) {
            line.input = element("input", {
                type: "text",
                class: "return-grid-explanation",
                placeholder: this.sheet.writable ? "核实说明：为什么这个数是对的" : "尚未说明",
                "aria-label": `核实说明：${nameOf(cell, this.sheet)}，${said.rule_name}`,
                autocomplete: "off",
                oninput: () => {
                    this.#explanations.set(id, line.input.value);
                    this.explain(cell, said.rule, line.input.value);
                },
            });
            line.input.maxLength = LONGEST.explanation;
            line.input.readOnly = !this.sheet.writable;
            line.focusable = line.input;
            line.element.append(line.input);
        }
        this.#lines.set(id, line);
        return line;
    }

    #update(line, said, explanation) {
        const shown = JSON.stringify([said, explanation]);
        if (line.shown === shown) return;
        line.shown = shown;
        line.element.className = lookOf({ ...said, explanation });
        line.word.textContent = severityWord({ ...said, explanation });
        line.message.textContent = said.local ? said.message : `${said.rule_name}：${said.message}`;
        if (line.input && line.input !== document.activeElement) line.input.value = explanation;
    }
}
