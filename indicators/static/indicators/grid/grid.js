// Starts the grid in #return-grid. Until it has everything it needs, the form in there stays as the server made it.

import { Drafts } from "./drafts.js";
import { element } from "./elements.js";
import { ReturnPage } from "./return-page.js";
import { Server } from "./server.js";
import { Sheet } from "./sheet.js";
import { loadStyle } from "./vendor.js";

async function start(host) {
    const account = host.dataset.account ?? "";
    const server = new Server({
        url: host.dataset.url,
        cellsUrl: host.dataset.cellsUrl,
        account,
        token: document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "",
    });
    const [data] = await Promise.all([server.read(), loadStyle()]);
    const page = new ReturnPage({ host, server, sheet: new Sheet(data), drafts: new Drafts(account, data.id) });
    await page.open();
    // One can type at once, unless one is busy elsewhere on the page already.
    if (data.writable && document.activeElement === document.body) page.view.focus();
}

const host = document.getElementById("return-grid");
if (host) {
    start(host).catch((error) => {
        console.error(error);
        host.prepend(element("p", { role: "alert" }, `表格没有打开（${error.message}），请用下面的表单填写，或刷新页面再试。`));
    });
}
