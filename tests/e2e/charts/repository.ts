/** A Helm repository on loopback that serves every chart which Slipway pins, under its own name and version. */
import { createReadStream, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { ChartKey } from "../../../components/helm/versions";
import { run } from "../tools/run";
import { toolPath } from "../tools/tools";
import { origins } from "./origins";
import { packChart } from "./pack";

/** A running repository. Both forms can be given as the public setting `chartMirror`. */
export interface ChartRepository {
  /** `http://127.0.0.1:<port>`, with an `index.yaml`. */
  readonly url: string;
  /** The folder of archives, `<chart>-<version>.tgz`. */
  readonly folder: string;
  /** Paths asked for so far over HTTP, in order. */
  readonly requests: readonly string[];
  /** Ends the server and removes the folder. */
  stop(): Promise<void>;
}

/**
 * Packs the charts into a temporary folder (a few seconds, once their modules are in Go's cache) and serves them.
 *
 * @throws Error naming what is missing: Go, Helm, or a module that cannot be fetched.
 */
export async function startChartRepository(): Promise<ChartRepository> {
  const root = mkdtempSync(join(tmpdir(), "slipway-charts-"));
  const folder = join(root, "served");
  const remove = () => rmSync(root, { recursive: true, force: true });
  try {
    mkdirSync(folder);
    for (const key of Object.keys(origins) as ChartKey[]) await packChart(key, folder, join(root, "unpacked"));
    await run(toolPath("helm"), ["repo", "index", folder]);
  } catch (error) {
    remove();
    throw error;
  }
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const name = basename(new URL(request.url ?? "/", "http://loopback").pathname);
    requests.push(`/${name}`);
    const file = join(folder, name);
    if (name === "" || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    folder,
    requests,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      remove();
    },
  };
}
