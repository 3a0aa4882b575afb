// Requests to the server, and what went wrong in words.

const SIGNED_OUT = "登录已过期，请在新窗口登录后点“重试保存”";
const KEEPALIVE_LIMIT = 60_000;
const UNREACHABLE = "连不上服务器，请检查网络";

const SPECIAL = new Set(["conflict", "refused", "invalid"]);

/** `kind`: one of SPECIAL, or signed_out, forbidden, unreachable, failed. */
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

    constructor({ url, cellsUrl, token }) {
        this.#url = url;
        this.#cellsUrl = cellsUrl;
        this.#token = token;
    }

    read() {
        return this.#request(this.#url, { headers: { Accept: "application/json" } });
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
        return this.#request(this.#cellsUrl, {
            method: "PATCH",
            keepalive: body.length < KEEPALIVE_LIMIT / 3, // goes on when the page is closed; three bytes a character at most
            headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": this.#token },
            body,
        });
    }

    async #renewToken() {
        const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
        const page = new DOMParser().parseFromString((await answer?.text()) ?? "", "text/html");
        this.#token = page.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? this.#token;
    }

    async #request(url, options) {
        let answer;
        try {
            answer = await fetch(url, { credentials: "same-origin", ...options });
        } catch {
            throw new ServerError("unreachable", UNREACHABLE);
        }
        const body = await answer.json().catch(() => null);
        if (answer.ok && body && !answer.redirected) return body;
        const said = body?.message || `服务器没有保存（${answer.status}）`;
        if (SPECIAL.has(body?.code)) throw new ServerError(body.code, said, body.detail ?? {});
        if (answer.redirected || answer.status === 401) throw new ServerError("signed_out", SIGNED_OUT);
        throw new ServerError(answer.status === 403 ? "forbidden" : "failed", said);
    }
}
