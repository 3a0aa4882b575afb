// Exact decimal numbers: `units` counts steps of 10^-scale in a BigInt, so that no figure passes through a float.

const PLAIN = /^(-?)(\d+)(?:\.(\d+))?$/;

/** The number a plain decimal text says; null for any other text. */
export function parse(text) {
    const found = PLAIN.exec(text ?? "");
    if (!found) return null;
    const [, sign, whole, fraction = ""] = found;
    return { units: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length };
}

/** Negative, zero or positive, as `a` is below, equal to or above `b`. */
export function compare(a, b) {
    const { units } = subtract(a, b);
    return units < 0n ? -1 : units > 0n ? 1 : 0;
}

export function subtract(a, b) {
    const scale = Math.max(a.scale, b.scale);
    return { units: atScale(a, scale) - atScale(b, scale), scale };
}

/** (current − base) ÷ base × 100, rounded half up to `decimals`; null unless the base is positive. */
export function percentChange(current, base, decimals) {
    if (base.units <= 0n) return null;
    const difference = subtract(current, base);
    const numerator = difference.units * 100n * 10n ** BigInt(decimals);
    return { units: divideHalfUp(numerator, atScale(base, difference.scale)), scale: decimals };
}

/** As published: exactly `decimals` digits, half away from zero. */
export function rounded(number, decimals) {
    if (number.scale <= decimals) return { units: atScale(number, decimals), scale: decimals };
    return { units: divideHalfUp(number.units, 10n ** BigInt(number.scale - decimals)), scale: decimals };
}

/** A plain decimal text. */
export function format({ units, scale }) {
    const sign = units < 0n ? "-" : "";
    const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
    if (!scale) return sign + digits;
    return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function atScale(number, scale) {
    return number.units * 10n ** BigInt(scale - number.scale);
}

function divideHalfUp(numerator, divisor) {
    const size = numerator < 0n ? -numerator : numerator;
    const quotient = (2n * size + divisor) / (2n * divisor);
    return numerator < 0n ? -quotient : quotient;
}
