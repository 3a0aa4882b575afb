// What the grid shows: one row per indicator and area, its cells as they stand on the server and as they were typed.

import { normalised } from "./content.js";

/** The columns in their order. */
export const TITLES = {
    indicator: "指标",
    area: "地区",
    unit: "计量单位",
    previous: "上期",
    year_ago: "上年同期",
    value: "本期数值",
    growth: "公布增速",
    computed: "推算增速",
    single: "当期值",
    note: "说明",
    findings: "审核",
};

export const LONGEST = { content: 100, note: 500, explanation: 500 };

export function keyOf({ indicator, area, measure }) {
    return `${indicator}|${area}|${measure}`;
}

export class Sheet {
    constructor(data) {
        this.writable = data.writable;
        this.indicators = new Map(data.indicators.map((indicator) => [indicator.code, indicator]));
        this.areas = new Map(data.areas.map((area) => [area.code, area]));
        this.cells = new Map();
        this.rows = [];
        for (const saved of data.cells) this.#add(saved);
        this.findings = data.findings;
    }

    #add(saved) {
        const last = this.rows.at(-1);
        let row = last;
        if (!last || last.indicator.code !== saved.indicator || last.area.code !== saved.area) {
            const indicator = this.indicators.get(saved.indicator);
            row = { id: this.rows.length, indicator, area: this.areas.get(saved.area), cells: {} };
            row.startsIndicator = !last || last.indicator !== indicator;
            this.rows.push(row);
        }
        // `isHeld`: somebody else changed the cell meanwhile, and what is typed waits for a choice.
        // `rejected`: why the server does not take what is typed.
        const { measure, content, note } = saved;
        const cell = { key: keyOf(saved), row, measure, saved, content, note, isHeld: false, rejected: "" };
        row.cells[saved.measure] = cell;
        row.noteCell ??= cell;
        this.cells.set(cell.key, cell);
    }

    get areaShown() {
        return this.areas.size > 1;
    }

    /** The cell and its property that the field of the row edits; null where nothing is asked for or the sheet is closed. */
    slot(row, field) {
        if (!this.writable) return null;
        if (field === "note") return { cell: row.noteCell, property: "note" };
        const cell = row.cells[field];
        return cell ? { cell, property: "content" } : null;
    }

    /** The cell whose value or growth stands in the field; elsewhere the first of the row. */
    cellAt(row, field) {
        return row.cells[field] ?? row.noteCell;
    }

    /** What is kept of a text that was typed or pasted into the slot; the server takes no longer one. */
    kept({ property }, typed) {
        if (property === "note") return typed.replace(/\s+/g, " ").trim().slice(0, LONGEST.note);
        return normalised(typed).slice(0, LONGEST.content);
    }

    isChanged(cell) {
        return cell.content !== cell.saved.content;
    }

    /** Take over what the server holds, but for the content or note of `typed`, which are not saved yet. */
    adopt(saved, typed = {}) {
        const cell = this.cells.get(keyOf(saved));
        if (!cell) return;
        cell.saved = saved;
        cell.content = typed.content ?? saved.content;
        cell.note = typed.note ?? saved.note;
    }

    /** How many cells are filled, of how many. */
    progress() {
        const cells = [...this.cells.values()];
        return { filled: cells.filter((cell) => cell.content !== "").length, all: cells.length };
    }
}

/** What a person calls the cell. */
export function nameOf(cell, sheet) {
    return nameAt(cell.row, cell.measure, sheet);
}

export function nameAt({ indicator, area }, field, sheet) {
    const parts = sheet.areaShown ? [indicator.name, area.name] : [indicator.name];
    return [...parts, TITLES[field]].join(" · ");
}
