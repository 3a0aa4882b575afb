// Requests to the server, and what went wrong in words.

const KEEPALIVE_LIMIT = 60_000;
const UNREACHABLE = "连不上服务器，请检查网络";
const OTHER_ACCOUNT =
    "现在登录的是另一个账号，没有以其名义保存；您填的内容仍在本页，请用原账号在新窗口登录后点“重试保存”";
const NO_PAGE = "现在登录的账号打不开这张报表；您填的内容仍在本页，请用原账号在新窗口登录后点“重试保存”";
const SAVING = { failed: "服务器没有保存", again: "重试保存" };
const READING = { failed: "服务器没有给出内容", again: "重新读取" };

const SPECIAL = new Set(["conflict", "refused", "invalid"]);

/** `kind`: one of SPECIAL, or signed_out, other_account, forbidden, unreachable, failed. */
export class ServerError extends Error {
    constructor(kind, message, detail = {}) {
        super(message);
        this.kind = kind;
        this.detail = detail;
    }
}

export class Server {
    #url;
    #cellsUrl;
    #token;
    #account;

    constructor({ url, cellsUrl, token, account }) {
        this.#url = url;
        this.#cellsUrl = cellsUrl;
        this.#token = token;
        this.#account = account;
    }

    read() {
        return this.#request(this.#url, {}, READING);
    }

    /** What the server tells of one cell: {figures, changes, …}. */
    readCell({ indicator, area, measure }) {
        const place = [indicator, area, measure].map(encodeURIComponent).join("/");
        return this.#request(`${this.#cellsUrl}${place}/`, {}, READING);
    }

    /** A token that somebody's signing in again has changed is fetched anew, once. */
    async save(changes) {
        try {
            return await this.#send(changes);
        } catch (error) {
            if (error.kind !== "forbidden") throw error;
            await this.#renewToken();
            return this.#send(changes);
        }
    }

    #send(changes) {
        const body = JSON.stringify({ changes });
        const options = {
            method: "PATCH",
            keepalive: body.length < KEEPALIVE_LIMIT / 3, // goes on when the page is closed; three bytes a character at most
            headers: { "Content-Type": "application/json", "X-CSRFToken": this.#token },
            body,
        };
        return this.#request(this.#cellsUrl, options, SAVING);
    }

    /** The token belongs to who is signed in now: only the account that typed may go on with it. */
    async #renewToken() {
        const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
        if (!answer || answer.status >= 500) throw new ServerError("unreachable", UNREACHABLE);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const grid = page.getElementById("return-grid");
        if (!grid) throw new ServerError("other_account", NO_PAGE);
        if ((grid.dataset.account ?? "") !== this.#account) throw new ServerError("other_account", OTHER_ACCOUNT);
        this.#token = page.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? this.#token;
    }

    async #request(url, { headers = {}, ...options }, { failed, again }) {
        let answer;
        try {
            answer = await fetch(url, { credentials: "same-origin", headers: { Accept: "application/json", ...headers }, ...options });
        } catch {
            throw new ServerError("unreachable", UNREACHABLE);
        }
        const body = await answer.json().catch(() => null);
        if (answer.ok && body && !answer.redirected) return body;
        const said = body?.message || `${failed}（${answer.status}）`;
        if (SPECIAL.has(body?.code)) throw new ServerError(body.code, said, body.detail ?? {});
        if (answer.redirected || answer.status === 401) {
            throw new ServerError("signed_out", `登录已过期，请在新窗口登录后点“${again}”`);
        }
        throw new ServerError(answer.status === 403 ? "forbidden" : "failed", said);
    }
}
