// What is said about a cell: in its tooltip, and in the line that tells about the active cell.

import { computedGrowth, singlePeriod } from "./calculations.js";
import { clockTime } from "./elements.js";
import { nameAt } from "./sheet.js";

export const HINTS = {
    previous: "已公布的数",
    year_ago: "已公布的数",
    computed: "由本期数值与上年同期数算出。累计指标为名义增速（按现价推算，非公布数），只供核对，不代替公布增速",
    single: "本年累计数减去上一期累计数，即本季（本月）单独的数；只供核对，不上报",
    note: "随本行的数一起上报；公布增速的说明在增速格上按 Shift+F2 填写",
    findings: "按 Enter 去填核实说明",
};

/** Everything there is to say about the cell of a row, line by line. */
export function wordsAbout(row, field, findingsOf) {
    return WORDS[field](row, findingsOf).filter(Boolean);
}

/** The same in one line, with the name of the cell and what its column means; "" where there is nothing to say. */
export function lineAbout(row, field, sheet, findingsOf) {
    const said = [HINTS[field], ...wordsAbout(row, field, findingsOf)].filter(Boolean);
    return said.length ? `${nameAt(row, field, sheet)}：${said.join("；")}` : "";
}

const WORDS = {
    indicator: ({ indicator }) => [`${indicator.name}：按 Enter 或双击查看单元格详情`],
    area: ({ area }) => [area.name],
    unit: ({ indicator, cells }) => [cells.value && indicator.measure_unit, cells.growth && `增速 ${indicator.growth_unit}`],
    previous: (row) => [publishedThen(row, "previous")],
    year_ago: (row) => [publishedThen(row, "year_ago")],
    value: ({ cells }, findingsOf) => aboutEntry(cells.value, findingsOf),
    growth: ({ cells }, findingsOf) => aboutEntry(cells.growth, findingsOf),
    computed: (row) => [computedGrowth(row).reason],
    single: (row) => [aboutSingle(singlePeriod(row))],
    note: (row) => notesOf(row),
    findings: (row, findingsOf) => findingsIn(row, findingsOf).map(({ word, text }) => `${word}：${text}`),
};

function publishedThen({ indicator, cells }, when) {
    const value = cells.value?.saved[when] ?? "";
    const growth = cells.growth?.saved[when] ?? "";
    const told = [value && `数值 ${value} ${indicator.measure_unit}`, growth && `增速 ${growth} ${indicator.growth_unit}`];
    return told.filter(Boolean).join("；") || "没有已公布的数";
}

function aboutEntry(cell, findingsOf) {
    if (!cell) return ["本表不要求填报"];
    const { send_back_reason: reason, published, changed_by: by, changed_at: at } = cell.saved;
    return [
        cell.isHeld && "与他人的修改冲突，请在上方选择用哪一个",
        cell.rejected && `未保存，${cell.rejected}`,
        reason && `退回原因：${reason}`,
        ...findingsOf(cell).map((found) => `${severityWord(found)}：${aboutFinding(found)}`),
        cell.note && `说明：${cell.note}`,
        published !== null && `台账现有 ${published}`,
        by && `${by}${at ? ` ${clockTime(at)}` : ""} 最近修改`,
    ];
}

function aboutFinding({ message, explanation }) {
    return explanation ? `${message}（${explanation}）` : message;
}

function aboutSingle(result) {
    return result ? result.reason : "不是累计指标";
}

/** The notes of both cells of a row; the second one says that it belongs to the growth. */
export function notesOf({ cells, noteCell }) {
    const ofGrowth = cells.growth !== noteCell && cells.growth?.note;
    return [noteCell.note, ofGrowth && `增速：${ofGrowth}`].filter(Boolean);
}

const URGENCY = ["is-error", "is-warning", "is-explained"];

/** Why cells of the row were sent back and what the checks say, the most urgent first. */
export function findingsIn(row, findingsOf) {
    const told = Object.values(row.cells).flatMap((cell) => [
        ...(cell.saved.send_back_reason ? [{ word: "退回", text: cell.saved.send_back_reason, look: "is-error" }] : []),
        ...findingsOf(cell).map((found) => ({ word: severityWord(found), text: aboutFinding(found), look: lookOf(found) })),
    ]);
    return told.sort((a, b) => URGENCY.indexOf(a.look) - URGENCY.indexOf(b.look));
}

/** What a finding asks of the clerk, in one word. */
export function severityWord(found) {
    return { "is-error": "错误", "is-warning": "需核实", "is-explained": "已说明" }[lookOf(found)];
}

/** The look of a finding; one that is explained asks for nothing any more. */
export function lookOf(found) {
    if (found.severity === "mandatory") return "is-error";
    return found.explanation ? "is-explained" : "is-warning";
}
