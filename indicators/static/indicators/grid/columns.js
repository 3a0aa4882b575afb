// The columns of the sheet, and what each cell of them looks like.

import { computedGrowth, published, singlePeriod } from "./calculations.js";
import { ABSENT, UNREADABLE, kindOf } from "./content.js";
import { element } from "./elements.js";

export const FIELDS = ["indicator", "area", "unit", "previous", "year_ago", "value", "growth", "computed", "single", "note", "findings"];
export const EDITED = new Set(["value", "growth", "note"]);

const COMPUTED_HINT = "推算增速：由本期数值与上年同期数算出。累计指标为名义增速（按现价推算，非公布数），只供核对，不代替公布增速。";
const SINGLE_HINT = "当期值：本年累计数减去上一期累计数，即本季（本月）单独的数；只供核对，不上报。";

/** Definitions for the table library. `painted(target, row, field)` answers what stands in the cell element. */
export function columnsOf(sheet, painted) {
    const column = (title, field, width, hint = title, options = {}) => ({
        title,
        field,
        minWidth: width,
        resizable: "header",
        cssClass: `of-${field}`,
        titleFormatter: () => element("span", { title: hint }, title),
        formatter: (cell) => painted(cell.getElement(), sheet.rows[cell.getData().id], field),
        ...options,
    });
    const frozen = { frozen: true, widthGrow: 0 };
    return [
        column("指标", "indicator", 140, "指标", { ...frozen, width: 140 }),
        column("地区", "area", 72, "地区", { ...frozen, width: 72, visible: sheet.areaShown }),
        column("计量单位", "unit", 74),
        column("上期", "previous", 78, "上期已公布的数"),
        column("上年同期", "year_ago", 78, "上年同期已公布的数"),
        column("本期数值", "value", 100),
        column("公布增速", "growth", 80),
        column("推算增速", "computed", 78, COMPUTED_HINT),
        column("当期值", "single", 78, SINGLE_HINT),
        column("说明", "note", 96, "说明：随本行的数一起上报", { widthGrow: 2 }),
        column("审核", "findings", 130, "审核：按 Enter 去填核实说明", { widthGrow: 3 }),
    ];
}

/** What stands in the cell of a row; classes and the tooltip are set on `target`. */
export function paint(target, row, field, sheet, findingsOf) {
    target.classList.toggle("is-first", row.startsIndicator && sheet.areaShown);
    target.title = "";
    return PAINTERS[field](row, target, sheet, findingsOf);
}

const PAINTERS = {
    indicator: ({ indicator, startsIndicator }, target) => {
        target.title = `${indicator.name}：按 Enter 或双击查看指标解释`;
        return element("span", { class: startsIndicator ? "return-grid-name" : "return-grid-name is-repeated" }, indicator.name);
    },
    area: ({ area }, target) => clipped(area.name, target),
    unit: ({ indicator, cells }, target) => {
        const units = [cells.value && indicator.measure_unit, cells.growth && `增速 ${indicator.growth_unit}`];
        target.title = units.filter(Boolean).join("，");
        return lines(...units);
    },
    previous: (row, target) => history(row, target, "previous"),
    year_ago: (row, target) => history(row, target, "year_ago"),
    value: (row, target, sheet, findingsOf) => entry(row, target, sheet, findingsOf, "value"),
    growth: (row, target, sheet, findingsOf) => entry(row, target, sheet, findingsOf, "growth"),
    computed: (row, target) => worked(computedGrowth(row), target),
    single: (row, target) => worked(singlePeriod(row), target),
    note: ({ noteCell }, target, sheet) => {
        target.classList.toggle("is-editable", sheet.writable);
        return clipped(noteCell.note, target);
    },
    findings: (row, target, sheet, findingsOf) => summary(row, target, findingsOf),
};

/** The published number of then, and the growth of then below it. */
function history({ indicator, cells }, target, when) {
    const value = cells.value?.saved[when] ?? "";
    const growth = cells.growth?.saved[when] ?? "";
    const told = [value && `数值 ${value} ${indicator.measure_unit}`, growth && `增速 ${growth} ${indicator.growth_unit}`];
    target.title = told.filter(Boolean).join("；") || "没有已公布的数";
    if (!value && !growth) return element("span", { class: "return-grid-absent" }, ABSENT);
    return lines(published(value, indicator.decimals), growth && `增速 ${published(growth, indicator.growth_decimals)}`);
}

/** Text that may be longer than its cell; the tooltip has all of it. */
function clipped(text, target) {
    target.title = text;
    return element("span", { class: "return-grid-text" }, text);
}

function lines(first, second) {
    if (!first || !second) return element("span", { class: "return-grid-text" }, first || second || "");
    return element("span", { class: "return-grid-lines" }, first, element("small", {}, second));
}

/** A cell that is filled in: its content, and marks that do not rely on colour. */
function entry(row, target, sheet, findingsOf, measure) {
    const cell = row.cells[measure];
    target.classList.toggle("is-unasked", !cell);
    target.classList.toggle("is-editable", Boolean(cell) && sheet.writable);
    if (!cell) {
        target.title = "本表不要求填报";
        return element("span", { class: "return-grid-unasked" }, "×");
    }
    const findings = findingsOf(cell);
    const mandatory = findings.some((found) => found.severity === "mandatory");
    const verify = !mandatory && findings.length > 0;
    const sentBack = Boolean(cell.saved.send_back_reason);
    const kind = kindOf(cell.content);
    target.classList.toggle("has-error", mandatory);
    target.classList.toggle("has-warning", verify);
    target.classList.toggle("is-unreadable", kind === UNREADABLE);
    target.title = [
        cell.isHeld && "与他人的修改冲突，请在上方选择用哪一个",
        sentBack && `退回原因：${cell.saved.send_back_reason}`,
        ...findings.map((found) => `${severityWord(found)}：${found.message}`),
        cell.note && `说明：${cell.note}`,
        cell.saved.published !== null && `台账现有 ${cell.saved.published}`,
        cell.saved.changed_by && `${cell.saved.changed_by} 最近修改`,
    ].filter(Boolean).join("\n");
    return element(
        "span",
        { class: `return-grid-entry is-${kind}` },
        cell.isHeld && mark("冲", "冲突"),
        mandatory && mark("✕", "错误"),
        verify && mark("!", "需核实"),
        sentBack && mark("退", "退回"),
        element("span", { class: "return-grid-content" }, cell.content),
    );
}

function mark(sign, words) {
    return element("span", { class: "return-grid-mark", role: "img", "aria-label": words }, sign);
}

function worked(result, target) {
    if (!result) {
        target.title = "不是累计指标";
        return "";
    }
    target.title = result.reason ?? "";
    return result.text ?? element("span", { class: "return-grid-absent" }, ABSENT);
}

function summary(row, target, findingsOf) {
    const cells = Object.values(row.cells);
    const told = cells.flatMap((cell) => [
        ...(cell.saved.send_back_reason ? [{ word: "退回", text: cell.saved.send_back_reason, class: "is-error" }] : []),
        ...findingsOf(cell).map((found) => ({
            word: severityWord(found),
            text: found.message,
            class: found.severity === "mandatory" ? "is-error" : "is-warning",
        })),
    ]);
    target.title = told.map(({ word, text }) => `${word}：${text}`).join("\n");
    if (!told.length) return "";
    const [first] = told;
    const more = told.length > 1 ? `（共 ${told.length} 条）` : "";
    return element("span", { class: `return-grid-summary ${first.class}` }, element("b", {}, first.word), ` ${first.text}${more}`);
}

/** What a finding asks of the clerk, in one word. */
export function severityWord(found) {
    if (found.severity === "mandatory") return "错误";
    return found.explanation ? "已说明" : "需核实";
}

/** The text of a cell as it is copied: everything that was published or typed, nothing rounded away. */
export function copiedText(row, field) {
    const { indicator, area, cells, noteCell } = row;
    const texts = {
        indicator: () => indicator.name,
        area: () => area.name,
        unit: () => indicator.measure_unit,
        previous: () => cells.value?.saved.previous ?? cells.growth?.saved.previous ?? "",
        year_ago: () => cells.value?.saved.year_ago ?? cells.growth?.saved.year_ago ?? "",
        value: () => cells.value?.content ?? "",
        growth: () => cells.growth?.content ?? "",
        computed: () => computedGrowth(row).text ?? "",
        single: () => singlePeriod(row)?.text ?? "",
        note: () => noteCell.note,
        findings: () => "",
    };
    return texts[field]();
}
