// The sheet on the screen: the table library lays out and scrolls the rows; selection and contents are painted here.

import { FIELDS, columnsOf } from "./columns.js";
import { element } from "./elements.js";
import { paint } from "./painting.js";
import { Selection } from "./selection.js";
import { Tabulator } from "./vendor.js";

const ROW_HEIGHT = 38;
const FIXED = new Set(["indicator", "area", "unit", "previous", "year_ago"]); // nothing typed changes them

export class TableView {
    #elements = new Map(); // row id → field → element; the library keeps elements that are scrolled away
    #selected = new Set();

    constructor({ sheet, findingsOf, selected }) {
        this.sheet = sheet;
        this.findingsOf = findingsOf;
        this.fields = sheet.areaShown ? FIELDS : FIELDS.filter((field) => field !== "area");
        this.element = element("div", { class: "return-grid-sheet" });
        this.edited = null;
        this.selection = new Selection({
            rows: sheet.rows.length,
            columns: this.fields.length,
            row: 0,
            column: this.fields.indexOf(sheet.rows[0]?.cells.value ? "value" : "growth"),
            changed: (corner) => {
                if (corner) this.#reveal(corner);
                this.paintSelection();
                selected();
            },
        });
    }

    /** Lay out the rows; the element must be in the page. */
    async build() {
        const rows = this.sheet.rows.map(({ id }) => ({ id }));
        const content = rows.length * ROW_HEIGHT + 52;
        this.table = new Tabulator(this.element, {
            data: rows,
            columns: columnsOf(this.sheet, (target, row, field) => this.#first(target, row, field)),
            layout: "fitColumns",
            rowHeight: ROW_HEIGHT,
            height: `min(${content}px, max(16rem, calc(100vh - 20rem)))`,
            rowFormatter: (row) => row.getElement().setAttribute("aria-rowindex", row.getData().id + 2),
        });
        await new Promise((resolve) => this.table.on("tableBuilt", resolve));
        this.holder = this.element.querySelector(".tabulator-tableholder");
        this.#describe();
        this.paintSelection();
    }

    /** What scrolls is what has the focus, and so what is called the grid; the header stands outside and is owned. */
    #describe() {
        const header = this.element.querySelector(".tabulator-header");
        header.id = "return-grid-header";
        header.setAttribute("role", "rowgroup");
        header.querySelector(".tabulator-header-contents").setAttribute("role", "presentation");
        this.element.removeAttribute("role");
        this.element.removeAttribute("aria-owns");
        const words = {
            role: "grid",
            tabindex: 0,
            "aria-label": "填报表格",
            "aria-owns": header.id,
            "aria-rowcount": this.sheet.rows.length + 1,
            "aria-multiselectable": true,
        };
        for (const [name, value] of Object.entries(words)) this.holder.setAttribute(name, value);
    }

    focus() {
        this.holder.focus({ preventScroll: true });
    }

    get pageLength() {
        return Math.max(1, Math.floor(this.holder.clientHeight / ROW_HEIGHT) - 1);
    }

    /** The row and field at the place of the selection. */
    at({ row, column }) {
        return { row: this.sheet.rows[row], field: this.fields[column] };
    }

    elementAt({ row, column }) {
        return this.#elements.get(row)?.get(this.fields[column]);
    }

    placeOf(row, field) {
        return { row: row.id, column: this.fields.indexOf(field) };
    }

    /** The place under the pointer, or null. */
    placeUnder(event) {
        const target = event.target.closest?.(".tabulator-cell");
        return target?.dataset.row ? { row: Number(target.dataset.row), column: this.fields.indexOf(target.dataset.field) } : null;
    }

    repaint(rows) {
        for (const row of rows) {
            for (const [field, target] of this.#elements.get(row.id) ?? []) {
                if (target !== this.edited && !FIXED.has(field)) target.replaceChildren(this.#content(target, row, field));
            }
        }
    }

    paintSelection() {
        for (const target of this.#selected) {
            target.classList.remove("is-selected", "is-active");
            target.removeAttribute("aria-selected");
        }
        this.#selected.clear();
        const { top, bottom, left, right } = this.selection.range;
        for (let row = top; row <= bottom; row += 1) {
            for (let column = left; column <= right; column += 1) this.#mark({ row, column });
        }
        const active = this.elementAt(this.selection.active);
        if (active) this.holder.setAttribute("aria-activedescendant", active.id);
    }

    #mark(place) {
        const target = this.elementAt(place);
        if (!target) return;
        const { row, column } = this.selection.active;
        target.classList.add("is-selected");
        target.classList.toggle("is-active", place.row === row && place.column === column);
        target.setAttribute("aria-selected", "true");
        this.#selected.add(target);
    }

    /** The library makes the element of a cell when its row first comes into view. */
    #first(target, row, field) {
        if (!this.#elements.has(row.id)) this.#elements.set(row.id, new Map());
        this.#elements.get(row.id).set(field, target);
        target.id = `return-grid-${row.id}-${field}`;
        target.dataset.row = row.id;
        target.dataset.field = field;
        if (field === "indicator" || field === "area") target.setAttribute("role", "rowheader");
        target.setAttribute("aria-readonly", String(!this.sheet.slot(row, field)));
        const column = this.fields.indexOf(field);
        if (this.selection.contains(row.id, column)) this.#mark({ row: row.id, column });
        return this.#content(target, row, field);
    }

    #content(target, row, field) {
        return paint(target, row, field, this.sheet, this.findingsOf) || "";
    }

    #reveal({ row, column }) {
        const { holder } = this;
        const top = row * ROW_HEIGHT;
        if (top < holder.scrollTop) holder.scrollTop = top;
        else if (top + ROW_HEIGHT > holder.scrollTop + holder.clientHeight) holder.scrollTop = top + ROW_HEIGHT - holder.clientHeight;
        this.#revealColumn(column);
        // The library draws the rows in this event; the browser's own comes too late for a key that follows at once.
        holder.dispatchEvent(new Event("scroll"));
    }

    #revealColumn(column) {
        const frozen = this.sheet.areaShown ? 2 : 1;
        if (column < frozen) return;
        const header = (index) => this.element.querySelector(`.tabulator-col[tabulator-field="${this.fields[index]}"]`);
        const { holder } = this;
        const view = holder.getBoundingClientRect();
        const left = header(frozen - 1).getBoundingClientRect().right;
        const box = header(column).getBoundingClientRect();
        if (box.left < left) holder.scrollLeft -= left - box.left;
        else if (box.right > view.left + holder.clientWidth) holder.scrollLeft += box.right - view.left - holder.clientWidth;
    }
}
