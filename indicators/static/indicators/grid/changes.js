// A change of a cell that is not stored yet: {seen, content?, note?, explanations?}, and what a server says of several.

/** Whether the server holds what the change says, as after an answer that was lost on its way. */
export function isAlready(change, cell) {
    const sameContent = change.content === undefined || change.content === cell.content;
    const sameNote = change.note === undefined || change.note === cell.note;
    return sameContent && sameNote && !change.explanations;
}

export function merged(earlier, later) {
    const both = { ...earlier, ...later };
    if (earlier.explanations && later.explanations) both.explanations = { ...earlier.explanations, ...later.explanations };
    return both;
}

const PARTS = { content: "内容", note: "说明", explanations: "核实说明" };

/** Why each of the changes [[key, change]] that the server names is not taken: Map of key → words. */
export function faultsOf({ message, detail }, changes) {
    const named = Object.entries(detail.errors?.changes ?? {}).filter(([, fault]) => isNamed(fault));
    const faults = new Map(named.map(([place, fault]) => [changes[place]?.[0], faultWords(fault)]));
    faults.delete(undefined);
    if (!faults.size && changes.length === 1) faults.set(changes[0][0], message);
    return faults;
}

function isNamed(fault) {
    return fault && typeof fault === "object" && Object.keys(fault).length > 0;
}

function faultWords(fault) {
    return Object.entries(fault).map(([part, said]) => `${PARTS[part] ?? part}：${firstText(said)}`).join("；");
}

function firstText(said) {
    return typeof said === "object" ? firstText(Object.values(said)[0]) : String(said);
}
