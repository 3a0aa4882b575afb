// The line that says whether everything is saved, and the one that says what the last paste did.

import { button, clockTime, element } from "./elements.js";

export class StatusLine {
    constructor({ retry }) {
        this.text = element("span", {});
        this.retry = button("重试保存", retry, { hidden: true });
        this.state = element("div", { id: "return-grid-status", role: "status", "aria-live": "polite" }, this.text);
        this.element = element("div", { class: "return-grid-status" }, this.state, this.retry);
    }

    saved() {
        this.#say(`已保存 ${clockTime(new Date())}`, "is-saved");
    }

    saving() {
        this.#say("正在保存…", "is-saving");
    }

    /** `again` offers to try once more. */
    unsaved(reason, again = false) {
        this.#say(`未保存：${reason}`, "is-unsaved", again);
    }

    quiet(text) {
        this.#say(text, "is-quiet");
    }

    #say(text, look, again = false) {
        if (this.text.textContent !== text) this.text.textContent = text;
        this.state.className = look;
        this.retry.hidden = !again;
    }
}
