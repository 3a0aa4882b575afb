// What the page works out while one types. It is shown beside the published figures and never stored.

import { format, parse, percentChange, rounded, subtract } from "./numbers.js";

const HUNDRED = parse("100");
const DIFFERENCES = new Set(["rate", "counter"]);

/** Growth over the same period last year, from levels: {text} or {reason}. */
export function computedGrowth(row) {
    const { indicator } = row;
    const cell = row.cells.value;
    if (!indicator.growth_computable) return { reason: "该指标的增速按不变价或可比口径公布，不由水平值推算" };
    const current = cell && parse(cell.content);
    if (!current) return { reason: "填写本期数值后推算" };
    const decimals = indicator.growth_decimals;
    if (indicator.kind === "index") return { text: format(rounded(subtract(current, HUNDRED), decimals)) };
    const base = parse(cell.saved.year_ago);
    if (!base) return { reason: "没有上年同期数，无法推算" };
    if (DIFFERENCES.has(indicator.kind)) return { text: format(rounded(subtract(current, base), decimals)) };
    const change = percentChange(current, base, decimals);
    return change ? { text: format(change) } : { reason: "上年同期数不是正数，无法推算百分比" };
}

/** The quarter or month alone, from cumulative figures: {text} or {reason}; null where the indicator is not cumulative. */
export function singlePeriod(row) {
    const cell = row.cells.value;
    if (row.indicator.kind !== "flow_ytd" || !cell) return null;
    const current = parse(cell.content);
    if (!current) return { reason: "填写本期累计数后推算" };
    const base = parse(cell.saved.single_base);
    if (!base) return { reason: "没有本年上一期的累计数，无法相减" };
    return { text: format(rounded(subtract(current, base), row.indicator.decimals)) };
}

/** A published number to the digits it is published with. */
export function published(text, decimals) {
    const number = parse(text);
    return number ? format(rounded(number, decimals)) : "";
}
