// Steps back and forth. A step is a list of changes {cell, property, before, after}; a pasted block is one step.

const LONGEST = 500;

export class History {
    #done = [];
    #undone = [];

    get canUndo() {
        return this.#done.length > 0;
    }

    get canRedo() {
        return this.#undone.length > 0;
    }

    record(step) {
        this.#done.push(step);
        if (this.#done.length > LONGEST) this.#done.shift();
        this.#undone = [];
    }

    /** The changes that take back the last step, or null. */
    undo() {
        const step = this.#done.pop();
        if (!step) return null;
        this.#undone.push(step);
        return step.map(({ cell, property, before, after }) => ({ cell, property, before: after, after: before })).reverse();
    }

    /** The changes of the step that was taken back last, or null. */
    redo() {
        const step = this.#undone.pop();
        if (!step) return null;
        this.#done.push(step);
        return step;
    }
}
