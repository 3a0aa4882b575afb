// The columns of the sheet.

import { computedGrowth, singlePeriod } from "./calculations.js";
import { element } from "./elements.js";
import { TITLES } from "./sheet.js";
import { HINTS } from "./words.js";

export const FIELDS = Object.keys(TITLES);
export const EDITED = new Set(["value", "growth", "note"]);

/** Definitions for the table library. `painted(target, row, field)` answers what stands in the cell element. */
export function columnsOf(sheet, painted) {
    const column = (field, width, options = {}) => ({
        title: TITLES[field],
        field,
        minWidth: width,
        resizable: "header",
        cssClass: `of-${field}`,
        titleFormatter: () => element("span", { title: hinted(field) }, TITLES[field]),
        formatter: (cell) => painted(cell.getElement(), sheet.rows[cell.getData().id], field),
        ...options,
    });
    const frozen = { frozen: true, widthGrow: 0 };
    return [
        column("indicator", 140, { ...frozen, width: 140 }),
        column("area", 72, { ...frozen, width: 72, visible: sheet.areaShown }),
        column("unit", 74),
        column("previous", 78),
        column("year_ago", 78),
        column("value", 100),
        column("growth", 80),
        column("computed", 78),
        column("single", 78),
        column("note", 96, { widthGrow: 2 }),
        column("findings", 130, { widthGrow: 3 }),
    ];
}

function hinted(field) {
    return HINTS[field] ? `${TITLES[field]}：${HINTS[field]}` : TITLES[field];
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
