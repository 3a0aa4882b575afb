// Where Enter and Tab lead.

export class Moves {
    #view;
    #tabbedFrom = null; // the column where a run of Tab began; Enter goes back under it, as in a spreadsheet

    constructor(view) {
        this.#view = view;
    }

    /** Forget the run of Tab, as a click elsewhere does. */
    startAnew() {
        this.#tabbedFrom = null;
    }

    down(rows) {
        const { selection } = this.#view;
        const column = this.#tabbedFrom ?? selection.active.column;
        this.#tabbedFrom = null;
        selection.select(selection.active.row + rows, column);
    }

    /** To the next cell that can be filled in, or the one before; false at either end. */
    toEditable(step) {
        const { selection, sheet } = this.#view;
        const from = this.#tabbedFrom ?? selection.active.column;
        const cells = selection.rows * selection.columns;
        let place = selection.active.row * selection.columns + selection.active.column + step;
        for (; place >= 0 && place < cells; place += step) {
            const [row, column] = [Math.floor(place / selection.columns), place % selection.columns];
            const at = this.#view.at({ row, column });
            if (!sheet.slot(at.row, at.field)) continue;
            selection.select(row, column);
            this.#tabbedFrom = from;
            return true;
        }
        return false;
    }
}
