// The keys of a spreadsheet while no cell is being edited.

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Answer the keys on `target` with the methods of `actions`. */
export function listen(target, selection, actions) {
    // After Escape the next Tab leaves the sheet, so that the keyboard is never caught in it.
    let leaving = false;
    target.addEventListener("keydown", (event) => {
        if (actions.isEditing()) return;
        if (event.key === "Tab") {
            if (!leaving && actions.moveToEditable(event.shiftKey ? -1 : 1)) event.preventDefault();
            return;
        }
        leaving = event.key === "Escape";
        if (handled(event, selection, actions)) event.preventDefault();
        else if (startsTyping(event)) actions.edit({ typing: true });
    });
}

function handled(event, selection, actions) {
    const { key, shiftKey } = event;
    if (event.ctrlKey || event.metaKey) return shortcut(event, selection, actions);
    if (event.altKey) return false;
    const moving = shiftKey ? selection.corner : selection.active;
    const go = (row, column) => (shiftKey ? selection.stretch(row, column) : selection.select(row, column));
    if (key in ARROWS) selection.move(...ARROWS[key], shiftKey);
    else if (key === "Home") go(moving.row, 0);
    else if (key === "End") go(moving.row, selection.columns - 1);
    else if (key === "PageUp") selection.move(-actions.pageLength(), 0, shiftKey);
    else if (key === "PageDown") selection.move(actions.pageLength(), 0, shiftKey);
    else if (key === "Enter") actions.enter(shiftKey);
    else if (key === "F2") shiftKey ? actions.note() : actions.edit({ typing: false });
    else if (key === "F1") actions.showParticulars();
    else if (key === "Delete" || key === "Backspace") actions.clear();
    else return false;
    return true;
}

function shortcut(event, selection, actions) {
    const key = event.key.toLowerCase();
    const last = { row: selection.rows - 1, column: selection.columns - 1 };
    const { row, column } = event.shiftKey ? selection.corner : selection.active;
    const go = (toRow, toColumn) => (event.shiftKey ? selection.stretch(toRow, toColumn) : selection.select(toRow, toColumn));
    if (key === "z") event.shiftKey ? actions.redo() : actions.undo();
    else if (key === "y") actions.redo();
    else if (key === "i") actions.showParticulars();
    else if (key === "a") selection.selectAll();
    else if (key === "home") go(0, 0);
    else if (key === "end") go(last.row, last.column);
    else if (key === "arrowup") go(0, column);
    else if (key === "arrowdown") go(last.row, column);
    else if (key === "arrowleft") go(row, 0);
    else if (key === "arrowright") go(row, last.column);
    else return false; // copy, cut and paste arrive as events of their own
    return true;
}

/** A character, or the first key of an input method; the field is focused before the character arrives in it. */
function startsTyping(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    return event.key.length === 1 || event.key === "Process" || event.keyCode === 229;
}
