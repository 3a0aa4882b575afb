// What was typed and is not on the server yet, change by cell. The browser keeps it too, so that it survives its closing.

import { merged } from "./changes.js";

export class Outbox {
    #sheet;
    #drafts;
    pending = new Map(); // to be sent
    sent = new Map(); // under way
    conflicts = new Map(); // waits for a choice
    rejected = new Map(); // not taken by the server until it is changed

    constructor({ sheet, drafts }) {
        this.#sheet = sheet;
        this.#drafts = drafts;
    }

    get unsaved() {
        return this.pending.size + this.sent.size + this.conflicts.size + this.rejected.size;
    }

    add(cell, change) {
        const held = this.conflicts.get(cell.key);
        if (held) held.change = merged(held.change, change);
        else this.pending.set(cell.key, merged(this.pending.get(cell.key) ?? this.#begun(cell), change));
    }

    /** What a change of the cell goes on from: what was rejected of it, or what the cell was when it was last read. */
    #begun(cell) {
        const change = this.rejected.get(cell.key) ?? { seen: cell.saved.version };
        this.rejected.delete(cell.key);
        cell.rejected = "";
        return change;
    }

    /** The changes that go into one request: [[key, change]]. */
    take(most) {
        const batch = [...this.pending].slice(0, most);
        this.sent = new Map(batch);
        for (const [key] of batch) this.pending.delete(key);
        return batch;
    }

    /** The request failed: its changes wait again, below what was typed since. Answers them, and where one typed on. */
    takeBack() {
        const sent = [...this.sent];
        const typedOn = new Set(this.pending.keys());
        for (const [key, change] of sent) this.pending.set(key, merged(change, this.pending.get(key) ?? {}));
        this.sent = new Map();
        return { sent, typedOn };
    }

    hold(key, change, conflict) {
        this.pending.delete(key);
        this.conflicts.set(key, { ...conflict, change });
        this.#sheet.cells.get(key).isHeld = true;
    }

    release(key) {
        const conflict = this.conflicts.get(key);
        this.conflicts.delete(key);
        this.#sheet.cells.get(key).isHeld = false;
        return conflict;
    }

    reject(key, words) {
        this.rejected.set(key, this.pending.get(key));
        this.pending.delete(key);
        this.#sheet.cells.get(key).rejected = words;
    }

    /** What was rejected is sent once more as it is. */
    tryRejected() {
        for (const key of [...this.rejected.keys()]) this.pending.set(key, this.#begun(this.#sheet.cells.get(key)));
    }

    keep() {
        const changes = Object.fromEntries([...this.sent, ...this.rejected]);
        for (const [key, change] of this.pending) changes[key] = merged(changes[key] ?? {}, change);
        for (const [key, { change }] of this.conflicts) changes[key] = change;
        this.#drafts.write(changes);
    }
}
