// Every change of the sheet: typed, cleared, pasted, taken back. One call is one step of the history.

import { BLANK, NO_DATA, UNREADABLE, kindOf } from "./content.js";
import { copiedText } from "./columns.js";
import { History } from "./history.js";
import { blockText, parseBlock, targetsOf } from "./paste.js";
import { LONGEST } from "./sheet.js";

export class Edits {
    /** `changed(cells)` hears what has to be painted and saved. */
    constructor({ sheet, view, changed, tell }) {
        this.sheet = sheet;
        this.view = view;
        this.changed = changed;
        this.tell = tell;
        this.history = new History();
    }

    type(slot, text) {
        this.#apply([{ slot, text }]);
    }

    clear() {
        const writes = [];
        this.#eachSelected((row, field) => {
            const slot = this.sheet.slot(row, field);
            if (slot) writes.push({ slot, text: "" });
        });
        this.#apply(writes);
    }

    undo() {
        this.#travel(this.history.undo(), "没有可以撤销的操作");
    }

    redo() {
        this.#travel(this.history.redo(), "没有可以重做的操作");
    }

    /** The selected block as tab-separated text. */
    copy() {
        const rows = new Map();
        this.#eachSelected((row, field) => rows.set(row.id, [...(rows.get(row.id) ?? []), copiedText(row, field)]));
        return blockText([...rows.values()]);
    }

    paste(text) {
        const block = parseBlock(text);
        const { rows, columns } = this.view.selection;
        const left = { outside: 0, closed: 0 };
        const writes = [];
        const targets = targetsOf(block, this.view.selection.range);
        for (const target of targets) {
            if (target.row >= rows || target.column >= columns) {
                left.outside += 1;
                continue;
            }
            const { row, field } = this.view.at(target);
            const slot = this.sheet.slot(row, field);
            if (slot) writes.push({ slot, text: target.text });
            else left.closed += 1;
        }
        this.#apply(writes);
        this.#stretchOver(targets);
        this.tell(pasteReport(targets.length, writes, left));
    }

    #apply(writes) {
        const step = writes
            .map(({ slot, text }) => ({ ...slot, before: slot.cell[slot.property], after: this.sheet.kept(slot, text) }))
            .filter(({ before, after }) => before !== after);
        if (!step.length) return;
        this.history.record(step);
        this.#carryOut(step);
    }

    #travel(step, nothing) {
        if (!step) {
            this.tell(nothing);
            return;
        }
        this.#carryOut(step);
        const [{ cell, property }] = step;
        const ofColumn = property === "note" && cell === cell.row.noteCell;
        const { row, column } = this.view.placeOf(cell.row, ofColumn ? "note" : cell.measure);
        this.view.selection.select(row, column);
    }

    #carryOut(step) {
        for (const { cell, property, after } of step) cell[property] = after;
        this.changed(step);
    }

    #eachSelected(visit) {
        const { top, bottom, left, right } = this.view.selection.range;
        for (let row = top; row <= bottom; row += 1) {
            for (let column = left; column <= right; column += 1) {
                const place = this.view.at({ row, column });
                visit(place.row, place.field);
            }
        }
    }

    #stretchOver(targets) {
        const { selection } = this.view;
        const { top, left } = selection.range;
        const bottom = Math.max(...targets.map(({ row }) => row));
        const right = Math.max(...targets.map(({ column }) => column));
        selection.select(top, left);
        selection.stretch(bottom, right);
    }
}

function pasteReport(all, writes, { outside, closed }) {
    const kinds = writes.filter(({ slot }) => slot.property === "content").map(({ slot }) => kindOf(slot.cell.content));
    const count = (kind) => kinds.filter((found) => found === kind).length;
    const left = [outside && `${outside} 格超出表格范围`, closed && `${closed} 格为只读`].filter(Boolean);
    const among = [
        count(BLANK) && `${count(BLANK)} 格空白`,
        count(NO_DATA) && `${count(NO_DATA)} 格无数据“—”`,
        count(UNREADABLE) && `${count(UNREADABLE)} 格不是数字，已标出`,
    ].filter(Boolean);
    const cut = writes.filter(({ slot, text }) => text.trim().length > LONGEST[slot.property]).length;
    if (cut) among.push(`${cut} 格过长，只取开头`);
    const taken = `粘贴 ${all} 格：写入 ${writes.length} 格${among.length ? `（其中 ${among.join("，")}）` : ""}`;
    return left.length ? `${taken}；未写入 ${outside + closed} 格：${left.join("，")}。` : `${taken}。按 Ctrl+Z 可整块撤销。`;
}
