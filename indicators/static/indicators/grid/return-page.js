// The page of one return: the sheet with its keys, what is said around it, and saving.

import { ActiveCell } from "./active-cell.js";
import { findingsInForce } from "./checks.js";
import { listenToClipboard } from "./clipboard.js";
import { ConflictPanel } from "./conflicts.js";
import { Edits } from "./edits.js";
import { element } from "./elements.js";
import { FindingsList } from "./findings-list.js";
import { listen } from "./keyboard.js";
import { listenToLeaving } from "./leaving.js";
import { legend } from "./legend.js";
import { Moves } from "./moves.js";
import { obstacleOf } from "./obstacles.js";
import { listenToPointer } from "./pointer.js";
import { missingChanges, restoreBanner, restoreChanges } from "./restore.js";
import { SaveQueue } from "./saving.js";
import { keyOf } from "./sheet.js";
import { StatusLine } from "./status.js";
import { TableView } from "./table-view.js";
import { Toolbar } from "./toolbar.js";

export class ReturnPage {
    #findings = new Map();

    constructor({ host, server, sheet, drafts }) {
        const findingsOf = (cell) => this.#findings.get(cell.key) ?? [];
        const tell = (text) => this.#tell(text);
        const go = (cell) => this.#go(cell);
        const explain = (cell, rule, text) => this.queue.put([{ cell, change: { explanations: { [rule]: text } } }]);
        this.host = host;
        this.sheet = sheet;
        this.drafts = drafts;
        this.view = new TableView({ sheet, findingsOf, selected: () => this.active.announce() });
        this.moves = new Moves(this.view);
        this.edits = new Edits({ sheet, view: this.view, changed: (step) => this.#changed(step), tell });
        this.queue = new SaveQueue({ sheet, server, drafts, report: (event) => this.#report(event) });
        this.status = new StatusLine({ retry: () => this.#retry() });
        this.conflicts = new ConflictPanel({ sheet, go, choose: (key, mine) => this.#choose(key, mine) });
        this.list = new FindingsList({ sheet, go, explain });
        const { view, moves, edits } = this;
        const read = ({ saved }) => server.readCell(saved);
        this.active = new ActiveCell({ host, sheet, view, moves, edits, findingsOf, tell, read, toFindings: (row) => this.list.focus(row) });
    }

    async open() {
        this.progress = document.getElementById("return-filled"); // in the heading of the page
        this.message = element("p", { class: "return-grid-told", role: "status" });
        const actions = this.#actions();
        this.tools = new Toolbar({ actions, status: this.status.element, leaveCell: () => this.#leaveCell() });
        this.#findings = findingsInForce(this.sheet);
        this.list.show(this.#findings);
        this.host.replaceChildren(this.tools.element, this.conflicts.element, this.view.element, this.message, legend(), this.list.element);
        await this.view.build();
        this.#listen(actions);
        this.#refresh();
        this.status.quiet(this.sheet.writable ? "填写后自动保存" : "只读");
        this.#offerDraft();
    }

    #actions() {
        const { active, edits } = this;
        return {
            isEditing: () => active.isEdited,
            edit: (how) => active.edit(how),
            enter: (back) => active.enter(back),
            moveToEditable: (step) => this.moves.toEditable(step),
            clear: () => edits.clear(),
            undo: () => edits.undo(),
            redo: () => edits.redo(),
            note: () => active.note(),
            showParticulars: () => active.showParticulars(),
            pageLength: () => this.view.pageLength,
        };
    }

    #listen(actions) {
        const { active, edits, queue, sheet, view } = this;
        listen(view.holder, view.selection, actions);
        listenToPointer(view, { leaveCell: () => active.close(), newPlace: () => this.moves.startAnew(), open: () => active.open() });
        listenToClipboard(view.holder, { isEditing: actions.isEditing, sheet, edits, tell: (text) => this.#tell(text) });
        listenToLeaving(queue, (link) => this.#stay(link));
        addEventListener("online", () => queue.flush());
        document.addEventListener("visibilitychange", () => document.hidden && queue.flush());
    }

    /** What is being typed is taken, and the focus stays in the sheet. */
    #leaveCell() {
        if (!this.active.isEdited) return;
        this.active.close();
        this.view.focus();
    }

    #stay(link) {
        const why = obstacleOf(this.queue, this.sheet) || "服务器还没有答复";
        this.status.unsaved(`${why}；没有打开“${link}”`, true);
        this.status.element.scrollIntoView({ block: "nearest" });
    }

    #go(cell) {
        const { row, column } = this.view.placeOf(cell.row, cell.measure);
        this.view.focus();
        this.view.selection.select(row, column);
        this.view.element.scrollIntoView({ block: "nearest" });
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
        this.tools.show({ writable: this.sheet.writable, history: this.edits.history });
    }

    #tell(text) {
        if (this.message.textContent !== text) this.message.textContent = text;
    }

    #retry() {
        const rows = [...this.queue.rejected.keys()].map((key) => this.sheet.cells.get(key).row);
        this.queue.retry();
        this.#refresh(rows);
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

    #report({ kind, version, findings, cells = [], more }) {
        this.#showState(kind);
        if (!["saved", "conflict", "rejected"].includes(kind)) return;
        const { conflicts, rejected } = this.queue;
        if (kind === "conflict") this.conflicts.show(conflicts);
        const keys = [...cells.map(keyOf), ...conflicts.keys(), ...rejected.keys()];
        this.#refresh(keys.map((key) => this.sheet.cells.get(key).row));
        if (kind === "saved" && !more) this.list.saved();
        if (kind === "saved") this.host.dispatchEvent(new CustomEvent("return-grid:saved", { bubbles: true, detail: { findings, version } }));
    }

    #showState(kind) {
        const { error, rejected, unsaved } = this.queue;
        const obstacle = obstacleOf(this.queue, this.sheet);
        if (kind === "saving" || (kind === "waiting" && !obstacle)) this.status.saving();
        else if (obstacle) this.status.unsaved(obstacle, error !== null || rejected.size > 0);
        else if (!unsaved) this.status.saved();
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
