// The page of one return: the sheet with its keys, what is said around it, and saving.

import { findingsInForce } from "./checks.js";
import { EDITED } from "./columns.js";
import { listenToClipboard } from "./clipboard.js";
import { ConflictPanel } from "./conflicts.js";
import { showDefinition } from "./definition.js";
import { Edits } from "./edits.js";
import { Editor } from "./editor.js";
import { button, element } from "./elements.js";
import { FindingsList } from "./findings-list.js";
import { listen } from "./keyboard.js";
import { legend } from "./legend.js";
import { Moves } from "./moves.js";
import { listenToPointer } from "./pointer.js";
import { missingChanges, restoreBanner, restoreChanges } from "./restore.js";
import { SaveQueue } from "./saving.js";
import { LONGEST, keyOf, nameOf } from "./sheet.js";
import { StatusLine } from "./status.js";
import { TableView } from "./table-view.js";

export class ReturnPage {
    #findings = new Map();

    constructor({ host, server, sheet, drafts }) {
        this.host = host;
        this.sheet = sheet;
        this.drafts = drafts;
        this.editor = new Editor();
        this.view = new TableView({ sheet, findingsOf: (cell) => this.#findings.get(cell.key) ?? [], selected: () => this.#selected() });
        this.moves = new Moves(this.view);
        this.edits = new Edits({ sheet, view: this.view, changed: (step) => this.#changed(step), tell: (text) => this.#tell(text) });
        this.queue = new SaveQueue({ sheet, server, drafts, report: (event) => this.#report(event) });
        this.status = new StatusLine({ retry: () => this.#retry() });
        const go = (cell) => this.#go(cell);
        this.conflicts = new ConflictPanel({ sheet, go, choose: (key, mine) => this.#choose(key, mine) });
        this.list = new FindingsList({ sheet, go, explain: (cell, rule, text) => this.queue.put([{ cell, change: { explanations: { [rule]: text } } }]) });
    }

    async open() {
        this.progress = document.getElementById("return-filled"); // in the heading of the page
        this.message = element("p", { class: "return-grid-told", role: "status" });
        this.undo = button("撤销", () => this.edits.undo(), { title: "撤销 Ctrl+Z" });
        this.redo = button("重做", () => this.edits.redo(), { title: "重做 Ctrl+Y" });
        const explain = button("指标解释", () => this.#define(), { title: "所选行的指标解释 F1" });
        const tools = element("div", { class: "return-grid-tools" }, this.undo, this.redo, explain, this.status.element);
        this.#findings = findingsInForce(this.sheet);
        this.list.show(this.#findings);
        this.host.replaceChildren(tools, this.conflicts.element, this.view.element, this.message, legend(), this.list.element);
        await this.view.build();
        this.#listen();
        this.#refresh();
        this.status.quiet(this.sheet.writable ? "填写后自动保存" : "只读");
        for (const tool of [this.undo, this.redo]) tool.hidden = !this.sheet.writable;
        this.#offerDraft();
    }

    #listen() {
        const isEditing = () => this.editor.isOpen;
        listen(this.view.holder, this.view.selection, {
            isEditing,
            edit: (how) => this.#edit(how),
            enter: (back) => this.#enter(back),
            moveToEditable: (step) => this.moves.toEditable(step),
            clear: () => this.edits.clear(),
            undo: () => this.edits.undo(),
            redo: () => this.edits.redo(),
            showDefinition: () => this.#define(),
            pageLength: () => this.view.pageLength,
        });
        listenToPointer(this.view, {
            leaveCell: () => this.editor.close(),
            newPlace: () => this.moves.startAnew(),
            open: () => this.#openCell(),
        });
        listenToClipboard(this.view.holder, { isEditing, sheet: this.sheet, edits: this.edits, tell: (text) => this.#tell(text) });
        addEventListener("beforeunload", (event) => this.#leaving(event));
        addEventListener("online", () => this.queue.flush());
        document.addEventListener("visibilitychange", () => document.hidden && this.queue.flush());
    }

    #leaving(event) {
        if (!this.queue.unsaved) return;
        event.preventDefault();
        event.returnValue = ""; // what Chrome before 119 looks at
    }

    #edit({ typing }) {
        const place = this.view.selection.active;
        const { row, field } = this.view.at(place);
        const slot = this.sheet.slot(row, field);
        const target = this.view.elementAt(place);
        if (!slot) this.#tell(this.#whyClosed(row, field));
        if (!slot || !target) return;
        this.view.edited = target;
        const label = slot.property === "note" ? `${row.indicator.name} 说明` : nameOf(slot.cell, this.sheet);
        const { cell, property } = slot;
        const done = (text, move) => this.#edited(slot, text, move);
        this.editor.open({ target, label, typing, text: cell[property], longest: LONGEST[property], done });
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

    /** Down or up; on the name of an indicator its definition, on the findings their explanation. */
    #enter(back) {
        if (back || !this.#openCell({ editing: false })) this.moves.down(back ? -1 : 1);
    }

    #openCell({ editing = true } = {}) {
        const { row, field } = this.view.at(this.view.selection.active);
        if (field === "indicator") this.#define();
        else if (field === "findings") return this.list.focus(row);
        else if (editing && EDITED.has(field)) this.#edit({ typing: false });
        else return false;
        return true;
    }

    #define() {
        const { row } = this.view.at(this.view.selection.active);
        showDefinition(this.host, row.indicator, () => this.view.focus());
    }

    #go(cell) {
        const { row, column } = this.view.placeOf(cell.row, cell.measure);
        this.view.focus();
        this.view.selection.select(row, column);
        this.view.element.scrollIntoView({ block: "nearest" });
    }

    #selected() {
        const { row, field } = this.view.at(this.view.selection.active);
        const cell = row.cells[field];
        const said = cell ? (this.#findings.get(cell.key) ?? []) : [];
        this.#tell(said.length ? `${nameOf(cell, this.sheet)}：${said.map(({ message }) => message).join("；")}` : "");
    }

    #changed(step) {
        this.queue.put(step.map(({ cell, property, after }) => ({ cell, change: { [property]: after } })));
        this.#refresh(step.map(({ cell }) => cell.row));
    }

    /** Paint the rows that changed, and those whose findings did. */
    #refresh(rows = []) {
        const before = this.#findings;
        this.#findings = findingsInForce(this.sheet);
        const judged = [...this.sheet.cells.values()].filter(({ key }) => !sameFindings(before.get(key), this.#findings.get(key)));
        this.view.repaint(new Set([...rows, ...judged.map(({ row }) => row)]));
        if (judged.length) this.list.show(this.#findings);
        const { filled, all } = this.sheet.progress();
        if (this.progress) this.progress.textContent = `已填 ${filled}/${all} 格`;
        this.undo.disabled = !this.edits.history.canUndo;
        this.redo.disabled = !this.edits.history.canRedo;
    }

    #tell(text) {
        if (this.message.textContent !== text) this.message.textContent = text;
    }

    #retry() {
        this.queue.retry();
        this.view.focus(); // the button goes away
    }

    /** The buttons of the choice go away: on to the next one, or back to the cell. */
    #choose(key, mine) {
        const cell = this.sheet.cells.get(key);
        if (mine) this.queue.keepMine(key);
        else this.queue.takeTheirs(key);
        this.#refresh([cell.row]);
        if (!this.conflicts.focus()) this.#go(cell);
    }

    #report({ kind, error, version, findings, cells = [], more }) {
        const held = this.queue.conflicts.size;
        if (kind === "saving" || kind === "waiting") this.status.saving();
        if (kind === "failed") this.status.unsaved(error.message, true);
        if (held && kind !== "failed" && kind !== "saving") this.status.unsaved(`${held} 格与他人的修改冲突，请选择用哪一个`);
        else if ((kind === "saved" && !more) || (kind === "conflict" && !this.queue.unsaved)) this.status.saved();
        if (kind !== "saved" && kind !== "conflict") return;
        const { conflicts } = this.queue;
        if (kind === "conflict") this.conflicts.show(conflicts);
        const keys = [...cells.map(keyOf), ...conflicts.keys()];
        this.#refresh(keys.map((key) => this.sheet.cells.get(key).row));
        if (kind === "saved" && !more) this.list.saved();
        if (kind === "saved") this.host.dispatchEvent(new CustomEvent("return-grid:saved", { bubbles: true, detail: { findings, version } }));
    }

    #offerDraft() {
        const draft = this.drafts.read();
        const missing = missingChanges(draft, this.sheet);
        if (!missing.length) return;
        const { sheet } = this;
        const banner = restoreBanner({ draft, missing, sheet, take: () => this.#restore(missing), drop: () => this.drafts.forgetOffered() });
        this.host.prepend(banner);
    }

    #restore(missing) {
        this.drafts.forgetOffered();
        restoreChanges(missing, this.queue);
        this.view.focus();
        this.#refresh(missing.map(({ cell }) => cell.row));
    }
}

function sameFindings(before = [], now = []) {
    return before.length === now.length && JSON.stringify(before) === JSON.stringify(now);
}
