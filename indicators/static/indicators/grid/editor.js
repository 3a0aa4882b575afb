// One text field that is laid into the cell being edited.

import { element } from "./elements.js";

const MOVES = {
    Enter: (event) => (event.shiftKey ? "up" : "down"),
    Tab: (event) => (event.shiftKey ? "previous" : "next"),
    ArrowUp: () => "up",
    ArrowDown: () => "down",
    ArrowLeft: () => "left",
    ArrowRight: () => "right",
};

export class Editor {
    #input = null;
    #finish = null;
    #typing = false;

    get isOpen() {
        return this.#input !== null;
    }

    /**
     * Open in `target`. With `typing` the field starts empty and arrows leave it, as in a spreadsheet; otherwise it shows
     * `text` and arrows move in it. `done(text, move)` hears the outcome, text null when given up.
     */
    open({ target, text, label, longest, typing, done }) {
        this.close();
        this.#typing = typing;
        const input = element("input", { class: "return-grid-input", type: "text", "aria-label": label, autocomplete: "off" });
        input.maxLength = longest;
        input.value = typing ? "" : text.replaceAll("\n", " ");
        input.addEventListener("keydown", (event) => this.#key(event));
        input.addEventListener("blur", () => this.close());
        input.addEventListener("mousedown", (event) => event.stopPropagation());
        this.#input = input;
        this.#finish = done;
        target.classList.add("is-edited");
        target.replaceChildren(input);
        input.focus({ preventScroll: true });
    }

    /** Take what is typed, as when clicking elsewhere. */
    close() {
        this.#end(this.#input?.value, null);
    }

    #key(event) {
        event.stopPropagation();
        if (event.isComposing) return;
        if (event.key === "F2") this.#typing = false;
        if (event.key === "Escape") this.#end(null, null);
        const move = MOVES[event.key];
        const staysInside = event.key.startsWith("Arrow") && (!this.#typing || event.shiftKey);
        if (!move || staysInside) return;
        event.preventDefault();
        this.#end(this.#input.value, move(event));
    }

    #end(text, move) {
        const [input, finish] = [this.#input, this.#finish];
        if (!input) return;
        this.#input = null;
        this.#finish = null;
        input.parentElement?.classList.remove("is-edited");
        finish(text, move);
    }
}
