// The selected block: an active cell (where it began), and the corner it was stretched to.

export class Selection {
    #changed;

    constructor({ rows, columns, row, column, changed }) {
        this.rows = rows;
        this.columns = columns;
        this.active = { row, column };
        this.corner = { row, column };
        this.#changed = changed;
    }

    get range() {
        return {
            top: Math.min(this.active.row, this.corner.row),
            bottom: Math.max(this.active.row, this.corner.row),
            left: Math.min(this.active.column, this.corner.column),
            right: Math.max(this.active.column, this.corner.column),
        };
    }

    get isSingle() {
        return this.active.row === this.corner.row && this.active.column === this.corner.column;
    }

    contains(row, column) {
        const { top, bottom, left, right } = this.range;
        return row >= top && row <= bottom && column >= left && column <= right;
    }

    select(row, column) {
        this.active = this.#inside(row, column);
        this.corner = this.active;
        this.#changed(this.corner);
    }

    stretch(row, column) {
        this.corner = this.#inside(row, column);
        this.#changed(this.corner);
    }

    /** Move the active cell, or with `stretching` the corner. */
    move(down, right, stretching = false) {
        const from = stretching ? this.corner : this.active;
        if (stretching) this.stretch(from.row + down, from.column + right);
        else this.select(from.row + down, from.column + right);
    }

    selectAll() {
        this.active = { row: 0, column: 0 };
        this.corner = { row: this.rows - 1, column: this.columns - 1 };
        this.#changed(null);
    }

    #inside(row, column) {
        return {
            row: Math.max(0, Math.min(this.rows - 1, row)),
            column: Math.max(0, Math.min(this.columns - 1, column)),
        };
    }
}
