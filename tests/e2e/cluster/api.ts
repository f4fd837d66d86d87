/** A small client of the Kubernetes API, for setting up a cluster and for asking it in assertions. */
import type { ClientRequest } from "node:http";
import { request } from "node:https";

/** The parts of any Kubernetes object that tests look at; the rest is as it comes. */
export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** An answer of the API server other than 2xx; the message is the server's own. */
export class KubeError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Where an API server is and who asks. */
export interface KubeAccess {
  readonly server: string;
  /** The certificate authority, in PEM. */
  readonly ca: string;
  readonly token: string;
}

/** Calls on an API server. Paths are those of the API, as `/api/v1/namespaces/shop/pods`. */
export class KubeApi {
  constructor(private readonly access: KubeAccess) {}

  /** @throws KubeError with status 404 when there is none */
  get(path: string): Promise<KubeObject> {
    return this.send("GET", path) as Promise<KubeObject>;
  }

  /** The object, or undefined where there is none. */
  async find(path: string): Promise<KubeObject | undefined> {
    try {
      return await this.get(path);
    } catch (error) {
      if (error instanceof KubeError && error.status === 404) return undefined;
      throw error;
    }
  }

  async list(path: string): Promise<readonly KubeObject[]> {
    return ((await this.send("GET", path)) as { items: KubeObject[] }).items;
  }

  create(path: string, object: object): Promise<KubeObject> {
    return this.send("POST", path, object) as Promise<KubeObject>;
  }

  /** Merges `changes` into the object, as `kubectl patch --type merge` does. */
  patch(path: string, changes: object): Promise<KubeObject> {
    return this.send("PATCH", path, changes, "application/merge-patch+json") as Promise<KubeObject>;
  }

  async delete(path: string): Promise<void> {
    await this.send("DELETE", path);
  }

  /**
   * Calls `changed` for each change of what a path lists, and first for what there is.
   *
   * @param failed is told what ended it before its time
   * @returns ends it
   */
  watch(path: string, changed: () => void, failed: (error: Error) => void): () => void {
    const { server, ca, token } = this.access;
    let open: ClientRequest;
    let ended = false;
    const fail = (error: Error) => {
      if (!ended) failed(error);
    };
    const begin = () => {
      const options = { ca, headers: { authorization: `Bearer ${token}` } };
      open = request(new URL(`${path}?watch=true`, server), options, (answer) => {
        if (answer.statusCode !== 200)
          fail(new KubeError(answer.statusCode ?? 0, `watch ${path}: ${answer.statusCode}`));
        answer.on("data", changed);
        answer.on("error", () => {});
        // The server ends each after a while.
        answer.on("close", () => {
          if (!ended && answer.statusCode === 200) begin();
        });
      });
      open.on("error", fail);
      open.end();
    };
    begin();
    return () => {
      ended = true;
      open.destroy();
    };
  }

  /** The text of a path that answers none of the API's objects, as `/readyz`. */
  text(path: string): Promise<string> {
    return this.exchange("GET", path);
  }

  private async send(method: string, path: string, body?: object, type = "application/json"): Promise<unknown> {
    return JSON.parse(await this.exchange(method, path, body === undefined ? undefined : JSON.stringify(body), type));
  }

  private exchange(method: string, path: string, body?: string, type = "application/json"): Promise<string> {
    const { server, ca, token } = this.access;
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, "content-type": type };
      const outgoing = request(new URL(path, server), { method, ca, headers, timeout: 10_000 }, (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk) => {
          text += chunk;
        });
        answer.on("end", () => {
          const status = answer.statusCode ?? 0;
          if (status >= 200 && status < 300) resolve(text);
          else reject(new KubeError(status, messageOf(text) ?? `${method} ${path}: ${status}`));
        });
      });
      outgoing.on("timeout", () => outgoing.destroy(new Error(`${method} ${path}: no answer in 10 s`)));
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }
}

function messageOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { message?: string }).message;
  } catch {
    return undefined;
  }
}
