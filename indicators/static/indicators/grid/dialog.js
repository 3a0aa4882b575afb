// A dialogue over the page. Escape closes it, and the browser puts the focus back where it was.

import { button, element } from "./elements.js";

/** Open one with `content` under its title; answers the element of the dialogue. */
export function openDialog({ host, title, look, content }) {
    const heading = element("h2", { id: "return-grid-dialog-title" }, title);
    const dialog = element(
        "dialog",
        { class: `return-grid-dialog ${look}`, "aria-labelledby": heading.id },
        element("header", {}, heading, button("关闭", () => dialog.close(), { title: "关闭 Esc" })),
        ...content,
    );
    dialog.addEventListener("close", () => dialog.remove());
    host.append(dialog);
    dialog.showModal();
    return dialog;
}
