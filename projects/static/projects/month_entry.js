// A block copied from a spreadsheet fills the rows below the input it is pasted into; Enter leads one row down.
// Without this script the page works as a plain form.
"use strict";

(() => {
    const table = document.getElementById("month-table");
    if (!table) return;
    const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input:not([type=hidden])")]);

    const placeOf = (input) => {
        const row = rows.findIndex((inputs) => inputs.includes(input));
        return row < 0 ? null : { row, column: rows[row].indexOf(input) };
    };

    table.addEventListener("paste", (event) => {
        const place = placeOf(event.target);
        const text = event.clipboardData.getData("text").replace(/\r\n?/g, "\n").replace(/\n$/, "");
        if (!place || !/[\n\t]/.test(text)) return;
        event.preventDefault();
        text.split("\n").forEach((line, down) => {
            line.split("\t").forEach((cell, right) => {
                const input = rows[place.row + down]?.[place.column + right];
                if (input) input.value = cell.trim();
            });
        });
    });

    table.addEventListener("keydown", (event) => {
        const place = placeOf(event.target);
        if (event.key !== "Enter" || !place || event.isComposing) return;
        const below = rows[place.row + (event.shiftKey ? -1 : 1)]?.[place.column];
        if (!below) return;
        event.preventDefault();
        below.focus();
        below.select();
    });
})();
