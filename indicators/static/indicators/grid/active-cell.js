// What one does with the active cell: type in it, explain it, look at its particulars, hear about it.

import { EDITED } from "./columns.js";
import { Editor } from "./editor.js";
import { openNote } from "./note.js";
import { openParticulars } from "./particulars.js";
import { LONGEST, nameOf } from "./sheet.js";
import { lineAbout } from "./words.js";

export class ActiveCell {
    #editor = new Editor();

    /** `read(cell)` asks the server for particulars, `toFindings(row)` leads to what the checks say, false where nothing. */
    constructor({ host, sheet, view, moves, edits, findingsOf, tell, read, toFindings }) {
        Object.assign(this, { host, sheet, view, moves, edits, findingsOf, tell, read, toFindings });
    }

    get isEdited() {
        return this.#editor.isOpen;
    }

    get #place() {
        return this.view.at(this.view.selection.active);
    }

    announce() {
        const { row, field } = this.#place;
        this.tell(lineAbout(row, field, this.sheet, this.findingsOf));
    }

    edit({ typing }) {
        const { row, field } = this.#place;
        const slot = this.sheet.slot(row, field);
        const target = this.view.elementAt(this.view.selection.active);
        if (!slot) this.tell(this.#whyClosed(row, field));
        if (!slot || !target) return;
        this.view.edited = target;
        const { cell, property } = slot;
        const label = nameOf(cell, this.sheet) + (property === "note" ? " 说明" : "");
        const done = (text, move) => this.#edited(slot, text, move);
        this.#editor.open({ target, label, typing, text: cell[property], longest: LONGEST[property], done });
    }

    #whyClosed(row, field) {
        if (!this.sheet.writable) return "本表现在不能填写。";
        return EDITED.has(field) ? "本表不要求填报这一格。" : "这一列是公布数或由系统算出，不能填写。";
    }

    #edited(slot, text, move) {
        this.view.edited = null;
        if (text !== null) this.edits.type(slot, text);
        this.view.repaint([slot.cell.row]);
        if (move || text === null) this.view.focus();
        const { selection } = this.view;
        const moves = {
            down: () => this.moves.down(1),
            up: () => this.moves.down(-1),
            left: () => selection.move(0, -1),
            right: () => selection.move(0, 1),
            next: () => this.moves.toEditable(1),
            previous: () => this.moves.toEditable(-1),
        };
        if (move) moves[move]();
    }

    /** Take what is being typed, as when clicking elsewhere. */
    close() {
        this.#editor.close();
    }

    /** Down or up; on the name of an indicator its particulars, on the findings their explanation. */
    enter(back) {
        if (back || !this.open({ editing: false })) this.moves.down(back ? -1 : 1);
    }

    open({ editing = true } = {}) {
        const { row, field } = this.#place;
        if (field === "indicator") this.showParticulars();
        else if (field === "findings") return this.toFindings(row);
        else if (editing && EDITED.has(field)) this.edit({ typing: false });
        else return false;
        return true;
    }

    showParticulars() {
        const { row, field } = this.#place;
        openParticulars({ host: this.host, sheet: this.sheet, cell: this.sheet.cellAt(row, field), read: this.read });
    }

    note() {
        const { row, field } = this.#place;
        const cell = field === "note" ? row.noteCell : row.cells[field];
        if (!cell) {
            this.tell("请先选择要说明的格：本期数值或公布增速。");
            return;
        }
        const keep = (text) => {
            this.edits.type({ cell, property: "note" }, text);
            this.announce();
        };
        openNote({ host: this.host, sheet: this.sheet, cell, keep });
    }
}
