// What can be said about a cell before the server has seen it. The server decides; it answers within a second.

import { NUMBER, UNREADABLE, kindOf } from "./content.js";
import { compare, parse } from "./numbers.js";
import { keyOf } from "./sheet.js";

/** Findings of the content as typed, in the shape the server sends. */
export function localFindings(cell) {
    const kind = kindOf(cell.content);
    if (kind === UNREADABLE) return [finding(cell, "unreadable", whyUnreadable(cell.content))];
    return kind === NUMBER ? outOfBounds(cell) : [];
}

function whyUnreadable(content) {
    if (parse(content)) return `“${content}”位数过多：整数部分和小数部分各最多 15 位`;
    return `“${content}”不是数字：请改成数字，没有数据请填“—”`;
}

/** What lies outside the bounds that block is an error; outside those of all rules alone it wants an explanation. */
function outOfBounds(cell) {
    const blocking = crossed(cell.content, cell.saved.blocking_bounds);
    const all = crossed(cell.content, cell.saved.bounds);
    const errors = Object.entries(blocking).map(([bound, message]) => finding(cell, bound, message));
    const questions = Object.entries(all).filter(([bound]) => !(bound in blocking));
    return [...errors, ...questions.map(([bound, message]) => finding(cell, bound, message, "verify"))];
}

function crossed(content, { lower, upper, decimals, not_below: floor }) {
    const number = parse(content);
    const messages = {};
    if (decimals !== null && number.scale > Number(decimals)) messages.decimals = `有 ${number.scale} 位小数，最多 ${decimals} 位`;
    if (parse(lower) && compare(number, parse(lower)) < 0) messages.lower = `小于下限 ${lower}`;
    if (parse(upper) && compare(number, parse(upper)) > 0) messages.upper = `大于上限 ${upper}`;
    if (parse(floor) && compare(number, parse(floor)) < 0) messages.not_below = `累计数小于上一期累计数 ${floor}`;
    return messages;
}

function finding(cell, rule, message, severity = "mandatory") {
    const { indicator, area, measure } = cell.saved;
    return { indicator, area, measure, rule, rule_name: "录入检查", severity, message, explanation: "", local: true };
}

/** All findings in force: of a changed cell what the browser sees, of the others what the server said. */
export function findingsInForce(sheet) {
    const byCell = new Map();
    for (const cell of sheet.cells.values()) {
        const said = sheet.isChanged(cell) ? localFindings(cell) : [];
        if (said.length) byCell.set(cell.key, said);
    }
    for (const said of sheet.findings) {
        if (said.kind === "blank") continue; // an empty cell shows by itself, and a new sheet would be all red
        const cell = sheet.cells.get(keyOf(said));
        if (cell && sheet.isChanged(cell)) continue;
        const list = byCell.get(keyOf(said)) ?? [];
        list.push(said);
        byCell.set(keyOf(said), list);
    }
    // A saved text that is no number is marked even where no rule of the form names it.
    for (const cell of sheet.cells.values()) {
        if (!byCell.has(cell.key) && kindOf(cell.content) === UNREADABLE) byCell.set(cell.key, localFindings(cell));
    }
    return byCell;
}
