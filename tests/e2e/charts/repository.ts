/** A Helm repository on loopback that serves every chart which Slipway pins, under its own name and version. */
import { createReadStream, existsSync, mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import type { ChartKey } from "../../../components/helm/versions";
import { folderMadeOnce } from "../made-once";
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
  /** Ends the server. */
  stop(): Promise<void>;
}

/**
 * Serves the charts, which are packed once in a run (a few seconds, once their modules are in Go's cache).
 *
 * @throws Error naming what is missing: Go, Helm, or a module that cannot be fetched.
 */
export async function startChartRepository(): Promise<ChartRepository> {
  const folder = await folderMadeOnce("charts", packAll);
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
    },
  };
}

async function packAll(folder: string): Promise<void> {
  const workspace = `${folder}.unpacked`;
  mkdirSync(folder);
  for (const key of Object.keys(origins) as ChartKey[]) await packChart(key, folder, workspace);
  await run(toolPath("helm"), ["repo", "index", folder]);
  rmSync(workspace, { recursive: true, force: true });
}
