// Leaving the page: the browser asks while something is unsaved, and a link to the next step waits until all is saved.

const LONGEST_WAIT = 5_000;

/** `stay(name)` hears of a link that was not followed. */
export function listenToLeaving(queue, stay) {
    addEventListener("beforeunload", (event) => {
        if (!queue.unsaved) return;
        event.preventDefault();
        event.returnValue = ""; // what Chrome before 119 looks at
    });
    document.addEventListener("click", async (event) => {
        const link = event.target.closest?.("a[data-after-saving]");
        const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
        if (!link || elsewhere || event.defaultPrevented || !queue.unsaved) return;
        event.preventDefault();
        await queue.saveNow(LONGEST_WAIT);
        if (queue.unsaved) stay(link.textContent.trim());
        else location.assign(link.href);
    });
}
