// Elements without markup in strings: whatever was typed or stored stays text.

/** element("button", {class: "x", title: "…", onclick: f}, "text", child, …) */
export function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) {
        if (typeof value === "function") made[attribute] = value;
        else if (value !== null && value !== false) made.setAttribute(attribute, value === true ? "" : value);
    }
    made.append(...children.filter((child) => child !== null && child !== false && child !== ""));
    return made;
}

export function button(label, onclick, attributes = {}) {
    return element("button", { type: "button", class: "return-grid-button", onclick, ...attributes }, label);
}

/** 10:21, or with the day where it is not today. */
export function clockTime(moment) {
    const time = new Date(moment);
    const clock = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false }).format(time);
    const today = new Date().toDateString() === time.toDateString();
    return today ? clock : `${time.getMonth() + 1}月${time.getDate()}日 ${clock}`;
}
