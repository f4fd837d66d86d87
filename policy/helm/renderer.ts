import { mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import { at, isDict, isMissing, isUnknown, UNKNOWN } from "../read";
import type { Props, Resource } from "../rule";
import { HELM_RELEASE } from "../types";
import { type Chart, findChart } from "./chart";
import { execute, onPath } from "./command";
import { manifestsOf, objectsOf, renamed } from "./manifests";

/** What a release holds: its objects, or why they are not known. */
export type Contents = Pick<Resource, "manifests" | "unrendered">;

export interface RendererOptions {
  /** Where relative chart paths may start: the program's folder. */
  readonly folders: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Fetch charts that are not on this machine, into Helm's own cache. @default false */
  readonly fetch?: boolean;
  /** Version that charts are told. @default {@link KUBERNETES} */
  readonly kubernetes?: string;
}

/** The oldest version that Slipway runs on: what a chart does for it, it does for later ones. */
const KUBERNETES = "1.34.0";
/** Kinds that charts ask for before they use them; the cluster has their definitions. */
const API_VERSIONS = ["monitoring.coreos.com/v1", "gateway.networking.k8s.io/v1", "cert-manager.io/v1"] as const;
const SECONDS = 60;

/** Stands for a release's own name in a shape. No chart says it by itself. */
const NAME = "slipway-shape";
/** A namespace that is not known yet. */
const SOMEWHERE = "slipway-unknown-namespace";

const said = (text: string): string => {
  const lines = text.trim().split("\n");
  return (lines.find((line) => line.startsWith("Error:")) ?? lines.at(-1) ?? "").replace(/^Error: /, "");
};

/**
 * Renders Helm releases with their own values, by `helm template`. Releases that differ in their own name alone are of
 * one shape and rendered once. Values go to helm by its standard input, and nothing is kept on disk.
 */
export class Renderer {
  /** Wall time spent so far, in seconds. */
  seconds = 0;
  /** Calls of helm so far. */
  calls = 0;
  private readonly helm: string | undefined;
  private readonly shapes = new Map<string, { seen: number; objects?: Promise<readonly Props[]> }>();
  private readonly pulls = new Map<string, Promise<string | undefined>>();

  constructor(private readonly options: RendererOptions) {
    this.helm = onPath("helm", options.env);
  }

  /** The resources, each release with what it holds. A few are rendered at a time. */
  async fill(resources: readonly Resource[]): Promise<Resource[]> {
    const start = process.hrtime.bigint();
    const filled = [...resources];
    const waiting = [...resources.entries()].filter(([, { type }]) => type === HELM_RELEASE);
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift())
        filled[next[0]] = { ...next[1], ...(await this.contentsOf(next[1])) };
    };
    await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work));
    this.seconds += Number(process.hrtime.bigint() - start) / 1e9;
    return filled;
  }

  /** What one release holds. Never throws: what cannot be rendered says why. */
  async contentsOf(release: Resource): Promise<Contents> {
    if (!this.helm) return { unrendered: "there is no helm on the PATH" };
    if (!isMissing(release.props["valueYamlFiles"])) return { unrendered: "its values are in files (valueYamlFiles)" };
    try {
      const chart = await this.located(findChart(release, this.options.folders, this.options.env));
      if (typeof chart !== "string") return { unrendered: chart.why };
      const namespace = at(release.props, "namespace") ?? "default";
      const objects = await this.rendered(release, chart, isUnknown(namespace) ? SOMEWHERE : String(namespace));
      return { manifests: manifestsOf(objects, release, namespace) };
    } catch (error) {
      return { unrendered: said(error instanceof Error ? error.message : String(error)) };
    }
  }

  private async located(chart: Chart): Promise<string | { readonly why: string }> {
    if (chart.kind === "here") return chart.path;
    if (chart.kind === "none") return chart;
    const { pull, archive } = chart;
    const into = dirname(archive);
    const command = `helm pull ${pull.join(" ")} -d ${into}`;
    if (!this.options.fetch) return { why: `its chart is not on this machine (${command})` };
    const known = this.pulls.get(archive) ?? this.fetched(["pull", ...pull, "--destination", into], into);
    this.pulls.set(archive, known);
    const problem = await known;
    return problem === undefined ? archive : { why: `${command}: ${problem}` };
  }

  private async fetched(args: readonly string[], into: string): Promise<string | undefined> {
    mkdirSync(into, { recursive: true });
    const { code, stderr } = await this.run(args);
    return code === 0 ? undefined : said(stderr);
  }

  /** The first of a shape is rendered as it is; the second one for all that follow, with {@link NAME} for its name. */
  private async rendered(release: Resource, chart: string, namespace: string): Promise<readonly Props[]> {
    const given = release.props["name"];
    const name = typeof given === "string" && !isUnknown(given) && given !== "" ? given : release.name;
    const values = JSON.stringify(isDict(release.props["values"]) ? release.props["values"] : {});
    const general = values.replaceAll(name, NAME);
    const key = JSON.stringify([chart, namespace, general]);
    const shape = this.shapes.get(key) ?? { seen: 0 };
    this.shapes.set(key, shape);
    shape.seen += 1;
    if (shape.seen === 1 || name.length < 3) return this.template(name, chart, namespace, values);
    shape.objects ??= this.template(NAME, chart, namespace, general);
    return shape.objects.then(
      (objects) => renamed(objects, NAME, name),
      // A chart may refuse the stand-in, as too long or by a pattern.
      () => this.template(name, chart, namespace, values),
    );
  }

  private async template(name: string, chart: string, namespace: string, values: string): Promise<readonly Props[]> {
    const args = ["template", name, chart, "--namespace", namespace, "--values", "-", "--skip-tests"];
    const versions = API_VERSIONS.flatMap((version) => ["--api-versions", version]);
    const all = [...args, "--kube-version", this.options.kubernetes ?? KUBERNETES, ...versions];
    const first = await this.run(all, values);
    if (first.code === 0) return objectsOf(first.stdout.replaceAll(SOMEWHERE, UNKNOWN));
    // An unknown value is of no type: a chart's schema cannot judge it yet.
    const again = values.includes(UNKNOWN) ? await this.run([...all, "--skip-schema-validation"], values) : first;
    if (again.code !== 0) throw new Error(first.stderr);
    return objectsOf(again.stdout.replaceAll(SOMEWHERE, UNKNOWN));
  }

  private run(args: readonly string[], input?: string) {
    this.calls += 1;
    const { env, folders } = this.options;
    return execute(this.helm!, args, { cwd: folders[0] ?? process.cwd(), env, input, seconds: SECONDS });
  }
}
