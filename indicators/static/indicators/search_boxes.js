/* The search boxes that Select2 draws have no name a screen reader could say: they take that of the field's label. */
'use strict';
{
    const NAMELESS = '[role="combobox"], [role="textbox"], .select2-search__field';

    const nameOf = (field) => (field.labels?.[0]?.textContent ?? field.getAttribute('aria-label') ?? field.name).trim();

    const name = (box) => {
        const field = box.previousElementSibling;
        if (field?.tagName !== 'SELECT') return;
        for (const each of box.querySelectorAll(NAMELESS)) each.setAttribute('aria-label', nameOf(field));
    };

    const drawn = new MutationObserver((changes) => {
        const boxes = changes.map(({target, addedNodes}) =>
            [...addedNodes].filter((node) => node.classList?.contains('select2-container'))
                .concat(target.closest?.('.select2-container') ?? []));
        new Set(boxes.flat()).forEach(name);
    });
    drawn.observe(document.documentElement, {childList: true, subtree: true});
}
