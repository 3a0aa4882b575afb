// Selecting with the mouse: click, drag, Shift+click; a double click opens a cell.

export function listenToPointer(view, { leaveCell, newPlace, open }) {
    const { holder, selection } = view;
    let dragging = false;
    holder.addEventListener("mousedown", (event) => {
        const place = view.placeUnder(event);
        if (!place || event.button !== 0) return;
        leaveCell();
        newPlace();
        dragging = true;
        if (event.shiftKey) selection.stretch(place.row, place.column);
        else selection.select(place.row, place.column);
        view.focus();
        event.preventDefault(); // no text selection, and the focus stays on the sheet
    });
    holder.addEventListener("mousemove", (event) => {
        const place = dragging ? view.placeUnder(event) : null;
        const { row, column } = selection.corner;
        if (place && (place.row !== row || place.column !== column)) selection.stretch(place.row, place.column);
    });
    document.addEventListener("mouseup", () => (dragging = false));
    holder.addEventListener("dblclick", (event) => view.placeUnder(event) && open());
}
