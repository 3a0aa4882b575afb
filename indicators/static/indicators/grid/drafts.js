// Changes that are not on the server yet, kept by the browser per account and return so that they survive its closing.
// What another account of this computer left is not shown and not touched until it is old.

const PREFIX = "return-grid:";
const OLD = 30 * 24 * 60 * 60 * 1000;

export class Drafts {
    #key;
    #offered = null;
    #current = {};

    constructor(account, returnId) {
        this.#key = `${PREFIX}${account}:${returnId}`;
        forgetOld(this.#key);
    }

    /** What an earlier visit left: {at, changes: {cell key: change}} or null. It stays until it is forgotten. */
    read() {
        this.#offered = kept(this.#key);
        return this.#offered;
    }

    forgetOffered() {
        this.#offered = null;
        this.write(this.#current);
    }

    write(changes) {
        this.#current = changes;
        const all = { ...this.#offered?.changes, ...changes };
        try {
            if (Object.keys(all).length) {
                localStorage.setItem(this.#key, JSON.stringify({ at: new Date().toISOString(), changes: all }));
            } else {
                localStorage.removeItem(this.#key);
            }
        } catch {
            // Without storage the changes live as long as the page; leaving it warns.
        }
    }
}

function forgetOld(own) {
    try {
        const others = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX) && key !== own);
        for (const key of others) {
            if (!(Date.now() - Date.parse(kept(key)?.at) < OLD)) localStorage.removeItem(key);
        }
    } catch {
        // storage is switched off
    }
}

function kept(key) {
    try {
        return JSON.parse(localStorage.getItem(key));
    } catch {
        return null; // storage is switched off or holds something else
    }
}
