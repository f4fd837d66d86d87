import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { type Document, isMap, parseDocument, type Scalar, type YAMLMap } from "yaml";
import { readStackFile, structured, UsageError } from "../../rehearsal/stack-files";
import { scopeName } from "../../stacks/plan/names";

/** What a stack's config says of a workload, as far as the commands look. */
export interface WorkloadConfig {
  readonly kind: string;
  /** None: a chart or manifests. */
  readonly image?: string;
  readonly health?: string;
  readonly hosts?: readonly string[];
  readonly port?: number;
  readonly migrate?: { readonly dryRun?: readonly string[]; readonly rollback?: readonly string[] };
  readonly rollout?: { readonly strategy?: string };
}

/** What a stack's config says of the pair that it is half of. */
export interface Standby {
  readonly role: "primary" | "secondary";
  /** The other stack, as Pulumi calls it. */
  readonly other: string;
  readonly now: "serving" | "following" | "resting";
}

/** Where Argo CD reads workloads from, as config says it; what it leaves out has its default. */
export interface Gitops {
  readonly repository: string;
  readonly revision?: string;
  readonly path?: string;
  readonly project?: string;
  readonly namespace?: string;
}

/** What an image was built from: lead times of delivery are counted from it. */
export interface Commit {
  readonly id: string;
  /** ISO 8601 with its offset. */
  readonly madeAt: string;
}

/** A stack's config file: read, and changed where comments and order stay as they are. */
export interface StackConfig {
  /** The stack, as Pulumi calls it. */
  readonly stack: string;
  readonly project: string;
  /** `<app>-<deployment>`: the name that its things begin with, and that consent is given by. */
  readonly name: string;
  readonly environment: string;
  readonly app: string;
  /** The namespace of its workloads. */
  readonly namespace: string;
  readonly layer: string;
  /** Argo CD releases its workloads, from there. */
  readonly gitops?: Gitops;
  /** It is an environment on demand. */
  readonly ephemeral: boolean;
  readonly workloads: Readonly<Record<string, WorkloadConfig>>;
  readonly region: string;
  /** Stores by name. */
  readonly stores: Readonly<Record<string, { readonly kind: string }>>;
  /** Names of those that are PostgreSQL. */
  readonly postgresStores: readonly string[];
  /** Which half of a pair it is; none where it is none. */
  readonly standby?: Standby;
  readonly file: string;
  /** Writes into the file how a half of a pair is. */
  setStandby(now: Standby["now"]): void;
  /**
   * Replaces images in the file, and the commits that they were built from; without one the old is taken out, as lead times
   * would be counted from it. @returns puts the file back as it was
   */
  setImages(images: Readonly<Record<string, string>>, commit?: Commit): () => void;
  /** Takes a workload out of the file. @returns puts the file back as it was */
  removeWorkload(workload: string): () => void;
}

/** @throws UsageError where there is no such file, or it is no stack of Slipway's */
export function readStackConfig(folder: string, stack: string): StackConfig {
  const { config, project, file } = readStackFile(folder, stack);
  const value = (key: string): string | undefined => config[`slipway:${key}`];
  const app = value("app");
  if (app === undefined) throw new UsageError(`${file} does not say slipway:app: it is no stack of Slipway's.`);
  const stores = structured(value("stores") ?? "{}") as unknown as StackConfig["stores"];
  const said = value("standby");
  const standby = said === undefined ? undefined : (structured(said) as unknown as SaidStandby);
  const name = scopeName(app, value("deployment") ?? stack);
  return {
    ...{ stack, project, file, app, name },
    environment: value("environment") ?? "",
    // That of an environment on demand is its own.
    namespace: value("ephemeral") === undefined ? app : name,
    layer: value("layer") ?? "all",
    region: value("region") ?? "",
    stores,
    postgresStores: Object.keys(stores).filter((store) => stores[store]!.kind === "postgres"),
    ...(standby && { standby: withState(standby) }),
    ephemeral: value("ephemeral") !== undefined,
    ...(value("gitops") !== undefined && { gitops: structured(value("gitops")) as unknown as Gitops }),
    workloads: structured(value("workloads") ?? "{}") as unknown as Record<string, WorkloadConfig>,
    setStandby: (now) => {
      edit(file, "standby", (document) => document.setIn(["config", "slipway:standby", "now"], now));
    },
    setImages: (images, commit) =>
      edit(file, "workloads", (document) => {
        for (const [workload, image] of Object.entries(images)) {
          const own = ["config", "slipway:workloads", workload];
          document.setIn([...own, "image"], image);
          if (commit) document.setIn([...own, "commit"], quoted(document, commit));
          else document.deleteIn([...own, "commit"]);
        }
      }),
    removeWorkload: (workload) =>
      edit(file, "workloads", (document) => {
        document.deleteIn(["config", "slipway:workloads", workload]);
      }),
  };
}

type SaidStandby = Omit<Standby, "now"> & Partial<Standby>;

/** As config's own schema fills it in. */
const withState = ({ now, ...said }: SaidStandby): Standby => ({
  ...said,
  now: now ?? (said.role === "primary" ? "serving" : "following"),
});

function edit(file: string, section: string, change: (document: Document) => void): () => void {
  const before = readFileSync(file, "utf8");
  const document = parseDocument(before);
  if (!isMap(document.getIn(["config", `slipway:${section}`]))) {
    throw new UsageError(`${file} holds no slipway:${section} of its own that could be changed.`);
  }
  change(document);
  replace(file, document.toString({ lineWidth: 0 }));
  return () => replace(file, before);
}

/** In quotes: the engine's reader takes a bare moment for a date, and gives it to the program in words of its own. */
function quoted(document: Document, commit: Commit) {
  const node = document.createNode(commit) as YAMLMap<unknown, Scalar>;
  for (const { value } of node.items) if (value) value.type = "QUOTE_DOUBLE";
  return node;
}

/** At once: somebody who reads the file meanwhile never sees half of it. */
function replace(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}
