// Copy, cut and paste of the browser, while no cell is being edited.

export function listenToClipboard(target, { isEditing, sheet, edits, tell }) {
    const answer = (action) => (event) => {
        if (isEditing()) return;
        event.preventDefault();
        action(event.clipboardData);
    };
    const copy = (clipboard) => clipboard.setData("text/plain", edits.copy());
    target.addEventListener("copy", answer(copy));
    target.addEventListener("cut", answer((clipboard) => {
        copy(clipboard);
        edits.clear();
    }));
    target.addEventListener("paste", answer((clipboard) => {
        const text = clipboard.getData("text/plain");
        if (!sheet.writable) tell("本表现在不能填写，没有粘贴。");
        else if (text) edits.paste(text);
        else tell("剪贴板里没有文字，没有粘贴。");
    }));
}
