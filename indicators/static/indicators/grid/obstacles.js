// Why something typed is not saved yet and will not be by itself.

import { nameOf } from "./sheet.js";

const MOST_NAMED = 3;

/** In words; "" where nothing stands in the way. */
export function obstacleOf({ error, conflicts, rejected }, sheet) {
    if (error) return error.message;
    const parts = [];
    if (conflicts.size) parts.push(`${conflicts.size} 格与他人的修改冲突，请选择用哪一个`);
    if (rejected.size) {
        const cells = [...rejected.keys()].map((key) => sheet.cells.get(key));
        const named = cells.slice(0, MOST_NAMED).map((cell) => `${nameOf(cell, sheet)}，${cell.rejected}`);
        if (cells.length > MOST_NAMED) named.push(`等共 ${cells.length} 格`);
        parts.push(named.join("；"));
    }
    return parts.join("；");
}
