// Changes that are not on the server yet, kept by the browser per return so that they survive its closing.

export class Drafts {
    #key;
    #offered = null;
    #current = {};

    constructor(returnId) {
        this.#key = `return-grid:${returnId}`;
    }

    /** What an earlier visit left: {at, changes: {cell key: change}} or null. It stays until it is forgotten. */
    read() {
        try {
            this.#offered = JSON.parse(localStorage.getItem(this.#key));
        } catch {
            this.#offered = null; // storage is switched off or holds something else
        }
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
