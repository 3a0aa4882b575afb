// Saves what was typed a moment after the last change, one request at a time; nothing typed is dropped.

import { faultsOf, isAlready } from "./changes.js";
import { Outbox } from "./outbox.js";
import { ServerError } from "./server.js";
import { keyOf } from "./sheet.js";

const PAUSE = 600;
const TRY_AGAIN = [5_000, 15_000, 30_000, 60_000];
const MOST_CHANGES = 5_000;
const NEEDS_A_PERSON = new Set(["refused", "forbidden", "signed_out", "other_account"]);
const PASSES_BY_ITSELF = new Set(["unreachable", "failed", "conflict"]);

export class SaveQueue {
    #sheet;
    #server;
    #outbox;
    #report;
    #underway = null; // the request, until its answer has been worked in
    #timer = null;
    #failures = 0;
    #stopped = false;
    error = null; // of the last try

    /** `report(event)` hears {kind: waiting|saving|saved|failed|conflict|rejected, …}. */
    constructor({ sheet, server, drafts, report }) {
        this.#sheet = sheet;
        this.#server = server;
        this.#outbox = new Outbox({ sheet, drafts });
        this.#report = report;
    }

    get unsaved() {
        return this.#outbox.unsaved;
    }

    get conflicts() {
        return this.#outbox.conflicts;
    }

    get rejected() {
        return this.#outbox.rejected;
    }

    /** Remember changes [{cell, change}]; a change has content, note, or explanations by rule. */
    put(changes) {
        for (const { cell, change } of changes) this.#outbox.add(cell, change);
        this.#outbox.keep();
        if (this.#outbox.pending.size) this.#schedule(PAUSE);
        else this.#report({ kind: "conflict" });
    }

    /** A cell that was changed on the server since: it waits for the choice of the clerk. */
    hold(key, change, conflict) {
        this.#outbox.hold(key, change, conflict);
        this.#outbox.keep();
        this.#report({ kind: "conflict" });
    }

    keepMine(key) {
        const { cell, change } = this.#outbox.release(key);
        this.#sheet.adopt(cell, change);
        this.#outbox.pending.set(key, { ...change, seen: cell.version });
        this.#goOn("conflict");
    }

    takeTheirs(key) {
        this.#sheet.adopt(this.#outbox.release(key).cell);
        this.#goOn("conflict");
    }

    /** Try at once, also after a refusal. */
    retry() {
        this.#stopped = false;
        this.#outbox.tryRejected();
        this.flush();
    }

    /** Save at once; ends when nothing is left to send, when that fails, or after `longest` milliseconds. */
    async saveNow(longest) {
        let late = false;
        const end = new Promise((resolve) => setTimeout(resolve, longest)).then(() => (late = true));
        this.#stopped = false;
        do {
            this.flush();
            await Promise.race([this.#underway, end]);
        } while (this.#outbox.pending.size + this.#outbox.sent.size && !this.error && !late);
    }

    flush() {
        clearTimeout(this.#timer);
        if (this.#outbox.sent.size || this.#stopped || !this.#outbox.pending.size) return;
        this.#underway = this.#send(this.#outbox.take(MOST_CHANGES));
    }

    async #send(batch) {
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
        const { pending } = this.#outbox;
        this.#outbox.sent = new Map();
        this.#failures = 0;
        this.error = null;
        for (const cell of cells) {
            const waiting = pending.get(keyOf(cell));
            if (waiting) waiting.seen = cell.version;
            this.#sheet.adopt(cell, waiting);
        }
        this.#sheet.findings = findings;
        this.#outbox.keep();
        this.#report({ kind: "saved", version, findings, cells, more: pending.size > 0 });
        if (pending.size) this.#schedule(PAUSE);
    }

    #failed(error) {
        const { sent, typedOn } = this.#outbox.takeBack();
        const faults = error.kind === "invalid" ? faultsOf(error, sent) : new Map();
        const conflicts = (error.detail.conflicts ?? []).filter((conflict) => this.#outbox.pending.has(keyOf(conflict)));
        if (faults.size) this.#reject([...faults].filter(([key]) => !typedOn.has(key)));
        else if (conflicts.length) this.#separate(conflicts);
        else this.#pause(error);
    }

    #pause(error) {
        this.#outbox.keep();
        this.#stopped = NEEDS_A_PERSON.has(error.kind);
        if (PASSES_BY_ITSELF.has(error.kind)) this.#schedule(TRY_AGAIN[Math.min(this.#failures, TRY_AGAIN.length - 1)]);
        this.#failures += 1;
        this.error = error;
        this.#report({ kind: "failed" });
    }

    /** Cells that the server does not take wait to be changed. */
    #reject(faults) {
        for (const [key, words] of faults) this.#outbox.reject(key, words);
        this.error = null;
        this.#goOn("rejected");
    }

    #separate(conflicts) {
        for (const conflict of conflicts) {
            const key = keyOf(conflict);
            const change = this.#outbox.pending.get(key);
            if (!isAlready(change, conflict.cell)) {
                this.#outbox.hold(key, change, conflict);
                continue;
            }
            this.#outbox.pending.delete(key);
            this.#sheet.adopt(conflict.cell);
        }
        this.error = null;
        this.#goOn("conflict");
    }

    /** Cells were set aside or settled; the others go at once. */
    #goOn(kind) {
        this.#outbox.keep();
        this.#report({ kind });
        this.flush();
    }

    #schedule(pause) {
        clearTimeout(this.#timer);
        if (this.#stopped) return;
        this.#timer = setTimeout(() => this.flush(), pause);
        if (pause === PAUSE && !this.#outbox.sent.size) this.#report({ kind: "waiting" });
    }
}
