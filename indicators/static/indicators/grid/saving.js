// Saves what was typed a moment after the last change, one request at a time; nothing typed is dropped.

import { ServerError } from "./server.js";
import { keyOf } from "./sheet.js";

const PAUSE = 600;
const TRY_AGAIN = [5_000, 15_000, 30_000, 60_000];
const MOST_CHANGES = 5_000;
const NEEDS_A_PERSON = new Set(["refused", "forbidden", "signed_out"]);
const PASSES_BY_ITSELF = new Set(["unreachable", "failed", "conflict"]);

export class SaveQueue {
    #sheet;
    #server;
    #drafts;
    #report;
    #pending = new Map();
    #sent = new Map();
    #timer = null;
    #failures = 0;
    #stopped = false;
    conflicts = new Map();

    /** `report(event)` hears {kind: waiting|saving|saved|failed|conflict, …}. */
    constructor({ sheet, server, drafts, report }) {
        this.#sheet = sheet;
        this.#server = server;
        this.#drafts = drafts;
        this.#report = report;
    }

    get unsaved() {
        return this.#pending.size + this.#sent.size + this.conflicts.size;
    }

    /** Remember changes [{cell, change}]; a change has content, note, or explanations by rule. */
    put(changes) {
        for (const { cell, change } of changes) {
            const held = this.conflicts.get(cell.key);
            if (held) held.change = merged(held.change, change);
            else this.#pending.set(cell.key, merged(this.#pending.get(cell.key) ?? { seen: cell.saved.version }, change));
        }
        this.#keep();
        if (this.#pending.size) this.#schedule(PAUSE);
        else this.#report({ kind: "conflict" });
    }

    /** A cell that was changed on the server since: it waits for the choice of the clerk. */
    hold(key, change, conflict) {
        this.#setAside(key, change, conflict);
        this.#keep();
        this.#report({ kind: "conflict" });
    }

    keepMine(key) {
        const { cell, change } = this.#release(key);
        this.#sheet.adopt(cell, change);
        this.#pending.set(key, { ...change, seen: cell.version });
        this.#settled();
    }

    takeTheirs(key) {
        this.#sheet.adopt(this.#release(key).cell);
        this.#settled();
    }

    /** Try at once, also after a refusal. */
    retry() {
        this.#stopped = false;
        this.flush();
    }

    async flush() {
        clearTimeout(this.#timer);
        if (this.#sent.size || this.#stopped) return;
        if (!this.#pending.size) return;
        const batch = [...this.#pending].slice(0, MOST_CHANGES);
        this.#sent = new Map(batch);
        for (const [key] of batch) this.#pending.delete(key);
        this.#report({ kind: "saving" });
        try {
            this.#saved(await this.#server.save(batch.map(([key, change]) => this.#wire(key, change))));
        } catch (error) {
            if (!(error instanceof ServerError)) throw error;
            this.#failed(error);
        }
    }

    #wire(key, change) {
        const { indicator, area, measure } = this.#sheet.cells.get(key).saved;
        return { indicator, area, measure, ...change };
    }

    #saved({ version, cells, findings }) {
        this.#sent = new Map();
        this.#failures = 0;
        for (const cell of cells) {
            const waiting = this.#pending.get(keyOf(cell));
            if (waiting) waiting.seen = cell.version;
            this.#sheet.adopt(cell, waiting);
        }
        this.#sheet.findings = findings;
        this.#keep();
        this.#report({ kind: "saved", version, findings, cells, more: this.#pending.size > 0 });
        if (this.#pending.size) this.#schedule(PAUSE);
    }

    #failed(error) {
        for (const [key, change] of this.#sent) {
            this.#pending.set(key, merged(change, this.#pending.get(key) ?? {}));
        }
        this.#sent = new Map();
        const conflicts = (error.detail.conflicts ?? []).filter((conflict) => this.#pending.has(keyOf(conflict)));
        if (conflicts.length) {
            this.#separate(conflicts);
            return;
        }
        this.#keep();
        this.#stopped = NEEDS_A_PERSON.has(error.kind);
        if (PASSES_BY_ITSELF.has(error.kind)) this.#schedule(TRY_AGAIN[Math.min(this.#failures, TRY_AGAIN.length - 1)]);
        this.#failures += 1;
        this.#report({ kind: "failed", error });
    }

    #separate(conflicts) {
        for (const conflict of conflicts) {
            const key = keyOf(conflict);
            const change = this.#pending.get(key);
            this.#pending.delete(key);
            if (isAlready(change, conflict.cell)) this.#sheet.adopt(conflict.cell);
            else this.#setAside(key, change, conflict);
        }
        this.#keep();
        this.#report({ kind: "conflict" });
        this.flush();
    }

    #setAside(key, change, conflict) {
        this.conflicts.set(key, { ...conflict, change });
        this.#sheet.cells.get(key).isHeld = true;
    }

    #release(key) {
        const conflict = this.conflicts.get(key);
        this.conflicts.delete(key);
        this.#sheet.cells.get(key).isHeld = false;
        return conflict;
    }

    #settled() {
        this.#keep();
        this.#report({ kind: "conflict" });
        this.flush();
    }

    #schedule(pause) {
        clearTimeout(this.#timer);
        if (this.#stopped) return;
        this.#timer = setTimeout(() => this.flush(), pause);
        if (pause === PAUSE && !this.#sent.size) this.#report({ kind: "waiting" });
    }

    #keep() {
        const changes = {};
        for (const [key, change] of this.#sent) changes[key] = change;
        for (const [key, change] of this.#pending) changes[key] = merged(changes[key] ?? {}, change);
        for (const [key, { change }] of this.conflicts) changes[key] = change;
        this.#drafts.write(changes);
    }
}

/** Whether the server holds what the change says, as after an answer that was lost on its way. */
export function isAlready(change, cell) {
    const sameContent = change.content === undefined || change.content === cell.content;
    const sameNote = change.note === undefined || change.note === cell.note;
    return sameContent && sameNote && !change.explanations;
}

function merged(earlier, later) {
    const both = { ...earlier, ...later };
    if (earlier.explanations && later.explanations) both.explanations = { ...earlier.explanations, ...later.explanations };
    return both;
}
