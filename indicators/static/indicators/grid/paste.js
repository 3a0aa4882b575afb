// A block from the clipboard, and where its cells go.

/** Rows of cells of tab-separated text as Excel and WPS write it: quoted cells may hold tabs, line ends, "" for ". */
export function parseBlock(text) {
    const rows = [[]];
    let at = 0;
    while (at <= text.length) {
        const [cell, after] = readCell(text, at);
        rows.at(-1).push(cell);
        if (after >= text.length) break;
        const end = text.startsWith("\r\n", after) ? 2 : 1;
        at = after + end;
        if (text[after] === "\t") continue;
        if (at >= text.length) break; // the line end that closes the last row
        rows.push([]);
    }
    return rows;
}

function readCell(text, start) {
    if (text[start] === '"') {
        const quoted = /"((?:[^"]|"")*)"(?=[\t\r\n]|$)/y;
        quoted.lastIndex = start;
        const found = quoted.exec(text);
        if (found) return [found[1].replaceAll('""', '"'), quoted.lastIndex];
    }
    const plain = /[^\t\r\n]*/y;
    plain.lastIndex = start;
    return [plain.exec(text)[0], plain.lastIndex];
}

/**
 * Where each cell of the block goes: from the upper left of the selection, and over all of it again and again where the
 * selection is a whole multiple of the block.
 */
export function targetsOf(block, range) {
    const height = block.length;
    const width = Math.max(...block.map((row) => row.length));
    const rows = range.bottom - range.top + 1;
    const columns = range.right - range.left + 1;
    const repeated = rows % height === 0 && columns % width === 0;
    const targets = [];
    for (let row = 0; row < (repeated ? rows : height); row += 1) {
        for (let column = 0; column < (repeated ? columns : width); column += 1) {
            const text = block[row % height][column % width];
            if (text !== undefined) targets.push({ row: range.top + row, column: range.left + column, text });
        }
    }
    return targets;
}

/** Tab-separated text that Excel and WPS read back cell by cell. */
export function blockText(rows) {
    return rows.map((cells) => cells.map(quotedIfNeeded).join("\t")).join("\r\n");
}

function quotedIfNeeded(text) {
    return /[\t\r\n]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
