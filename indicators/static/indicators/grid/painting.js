// What stands in each cell of the sheet, and the marks on it, which do not rely on colour.

import { computedGrowth, published, singlePeriod } from "./calculations.js";
import { ABSENT, kindOf } from "./content.js";
import { element } from "./elements.js";
import { findingsIn, lookOf, notesOf, wordsAbout } from "./words.js";

/** What stands in the cell of a row; classes and the tooltip are set on `target`. */
export function paint(target, row, field, sheet, findingsOf) {
    target.classList.toggle("is-first", row.startsIndicator && sheet.areaShown);
    target.title = wordsAbout(row, field, findingsOf).join("\n");
    return PAINTERS[field](row, target, sheet, findingsOf);
}

const PAINTERS = {
    indicator: ({ indicator, startsIndicator }) =>
        element("span", { class: startsIndicator ? "return-grid-name" : "return-grid-name is-repeated" }, indicator.name),
    area: ({ area }) => clipped(area.name),
    unit: ({ indicator, cells }) => lines(cells.value && indicator.measure_unit, cells.growth && `增速 ${indicator.growth_unit}`),
    previous: (row) => history(row, "previous"),
    year_ago: (row) => history(row, "year_ago"),
    value: ({ cells }, target, sheet, findingsOf) => entry(cells.value, target, sheet, findingsOf),
    growth: ({ cells }, target, sheet, findingsOf) => entry(cells.growth, target, sheet, findingsOf),
    computed: (row) => worked(computedGrowth(row)),
    single: (row) => worked(singlePeriod(row)),
    note: (row, target, sheet) => {
        target.classList.toggle("is-editable", sheet.writable);
        return clipped(notesOf(row).join(" "));
    },
    findings: (row, target, sheet, findingsOf) => summary(findingsIn(row, findingsOf)),
};

/** The published number of then, and the growth of then below it. */
function history({ indicator, cells }, when) {
    const value = cells.value?.saved[when] ?? "";
    const growth = cells.growth?.saved[when] ?? "";
    if (!value && !growth) return absent();
    return lines(published(value, indicator.decimals), growth && `增速 ${published(growth, indicator.growth_decimals)}`);
}

/** Text that may be longer than its cell. */
function clipped(text) {
    return element("span", { class: "return-grid-text" }, text);
}

function lines(first, second) {
    if (!first || !second) return clipped(first || second || "");
    return element("span", { class: "return-grid-lines" }, first, element("small", {}, second));
}

function absent() {
    return element("span", { class: "return-grid-absent" }, ABSENT);
}

function worked(result) {
    if (!result) return "";
    return result.text ? element("span", { class: "return-grid-content" }, result.text) : absent();
}

/** A cell that is filled in. */
function entry(cell, target, sheet, findingsOf) {
    target.classList.toggle("is-editable", Boolean(cell) && sheet.writable);
    if (!cell) return element("span", { class: "return-grid-unasked" }, "×");
    const looks = new Set(findingsOf(cell).map(lookOf));
    const error = looks.has("is-error");
    const warning = !error && looks.has("is-warning");
    const explained = !error && !warning && looks.has("is-explained");
    const kind = kindOf(cell.content);
    target.classList.toggle("has-error", error || Boolean(cell.rejected));
    target.classList.toggle("has-warning", warning && !cell.rejected);
    const marks = [
        cell.isHeld && mark("冲", "冲突"),
        cell.rejected && mark("未", "未保存"),
        error && mark("✕", "错误"),
        warning && mark("!", "需核实"),
        explained && mark("✓", "已说明", "is-calm"),
        cell.saved.send_back_reason && mark("退", "退回"),
        cell.note && mark("注", "有说明", "is-calm"),
    ].filter(Boolean);
    return element(
        "span",
        { class: `return-grid-entry is-${kind}` },
        marks.length > 0 && element("span", { class: "return-grid-marks" }, ...marks),
        element("span", { class: "return-grid-content" }, cell.content),
    );
}

function mark(sign, words, look = "") {
    return element("span", { class: `return-grid-mark ${look}`, role: "img", "aria-label": words }, sign);
}

function summary(told) {
    if (!told.length) return "";
    const [{ word, text, look }] = told;
    const more = told.length > 1 ? `（共 ${told.length} 条）` : "";
    return element("span", { class: `return-grid-summary ${look}` }, element("b", {}, word), ` ${text}${more}`);
}
