// What stands in a cell: nothing yet, no data on purpose, a number, or something that cannot be read.
// The same rules as indicators/domain/cell_content.py, which decides.

import { format, parse } from "./numbers.js";

export const BLANK = "blank";
export const NO_DATA = "absent";
export const NUMBER = "number";
export const UNREADABLE = "unreadable";

export const ABSENT = "—";
const ABSENT_FORMS = /^(?:[-‐-―]{1,3}|…{1,2}|\.{3})$/;
const THOUSANDS = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const INVISIBLE = /[\u200b-\u200f\u2060\ufeff]/g;
const MOST_DIGITS = 15; // before the point, and behind it

export function kindOf(content) {
    if (content === "") return BLANK;
    if (content === ABSENT) return NO_DATA;
    const number = parse(content);
    return number && !hasTooManyDigits(number) ? NUMBER : UNREADABLE;
}

export function hasTooManyDigits({ units, scale }) {
    const digits = units.toString().replace("-", "").length;
    return scale > MOST_DIGITS || digits - scale > MOST_DIGITS;
}

/** What is kept of what was typed or pasted: a number without needless zeros; what cannot be read stays as it is. */
export function normalised(typed) {
    const text = ordinary(typed);
    if (ABSENT_FORMS.test(text)) return ABSENT;
    let plain = text.replace(/%$/, "").trimEnd();
    if (THOUSANDS.test(plain)) plain = plain.replaceAll(",", "");
    const number = parse(plain);
    if (!number || hasTooManyDigits(number)) return text && typed.trim();
    return withoutTrailingZeros(format(number));
}

function withoutTrailingZeros(text) {
    const short = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
    return short === "-0" ? "0" : short;
}

/** Full-width forms and the minus sign of typesetting as their ordinary forms, without blanks around. */
function ordinary(text) {
    return text
        .replace(INVISIBLE, "")
        .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
        .replaceAll("−", "-")
        .trim();
}
