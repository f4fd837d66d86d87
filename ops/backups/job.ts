import { UsageError } from "../../rehearsal/stack-files";
import type { Kubectl } from "./kubectl";

export interface JobRun {
  readonly namespace: string;
  /** The CronJob that it is made of: its schedule does not matter, nor whether that is suspended. */
  readonly cronJob: string;
  /** Variables that differ from the CronJob's own. */
  readonly env: Readonly<Record<string, string>>;
  /** Names the job; two in the same second would be one. */
  readonly now: Date;
  readonly onLine: (line: string) => void;
  /** Milliseconds between two looks at the job. @default 2000 */
  readonly patience?: number;
}

export interface JobEnd {
  readonly job: string;
  readonly succeeded: boolean;
  readonly seconds: number;
}

interface Container {
  readonly env?: readonly { readonly name: string }[];
}

interface CronJob {
  readonly spec: {
    readonly jobTemplate: {
      readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
      readonly spec: { readonly template: { readonly spec: { readonly containers: readonly Container[] } } };
    };
  };
}

/** The Job that `kubectl create job --from` would make, with other variables. */
export function jobFrom({ spec }: CronJob, name: string, env: JobRun["env"]): object {
  const { metadata, spec: job } = spec.jobTemplate;
  const pod = job.template.spec;
  const given = Object.entries(env).map(([key, value]) => ({ name: key, value }));
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, labels: metadata?.labels, annotations: { "cronjob.kubernetes.io/instantiate": "manual" } },
    spec: {
      ...job,
      template: {
        ...job.template,
        spec: {
          ...pod,
          containers: pod.containers.map((each) => ({
            ...each,
            env: [...(each.env ?? []).filter((entry) => !(entry.name in env)), ...given],
          })),
        },
      },
    },
  };
}

/** Starts a job, shows what it says, and waits for its end. */
export async function runJob(kubectl: Kubectl, run: JobRun): Promise<JobEnd> {
  const { namespace, cronJob, env, now, onLine, patience = 2000 } = run;
  const inNamespace = ["--namespace", namespace];
  const template = JSON.parse(
    await kubectl.run([...inNamespace, "get", "cronjob", cronJob, "--output", "json"]),
  ) as CronJob;
  const job = `${cronJob}-${now.toISOString().slice(0, 19).replace(/\D/g, "")}`;
  const began = Date.now();
  await kubectl.run([...inNamespace, "create", "--filename", "-"], JSON.stringify(jobFrom(template, job, env)));
  let shown = false;
  for (;;) {
    const { status = {} } = JSON.parse(await kubectl.run([...inNamespace, "get", "job", job, "--output", "json"])) as {
      status?: {
        ready?: number;
        succeeded?: number;
        conditions?: { type: string; status: string; message?: string }[];
      };
    };
    const ended = status.conditions?.find((each) => each.status === "True" && /^(Complete|Failed)$/.test(each.type));
    if (!shown && ((status.ready ?? 0) > 0 || ended)) {
      shown = true;
      await kubectl.follow([...inNamespace, "logs", "--follow", `job/${job}`, "--all-containers"], onLine);
      continue;
    }
    if (ended) {
      if (ended.type === "Failed" && ended.message) onLine(ended.message);
      return { job, succeeded: ended.type === "Complete", seconds: Math.round((Date.now() - began) / 1000) };
    }
    await new Promise((resolve) => setTimeout(resolve, patience));
  }
}

/** One backup in the bucket. */
export interface Backup {
  /** `<tier>/<store>/<name>` */
  readonly path: string;
  readonly tier: string;
  /** When it began, UTC: `20261121T020003Z`. */
  readonly name: string;
  readonly bytes: number;
}

/** Every backup of a store, the newest first. What has no manifest is none. */
export async function listBackups(kubectl: Kubectl, namespace: string, store: string): Promise<readonly Backup[]> {
  const list = 'rclone --quiet lsjson --recursive --files-only --include "/*/$1/*/*" "$TARGET"';
  const text = await kubectl.run([
    ...["--namespace", namespace, "exec", "deployment/backup-metrics", "--container", "collect"],
    ...["--", "sh", "-c", list, "list", store],
  ]);
  const files = parse(text);
  const whole = new Set(files.flatMap(({ Path }) => (Path.endsWith("/manifest.json") ? [Path.slice(0, -14)] : [])));
  return files
    .filter(({ Path }) => Path.endsWith("/dump") && whole.has(Path.slice(0, -5)))
    .map(({ Path, Size }) => {
      const path = Path.slice(0, -5);
      const [tier = "", , name = ""] = path.split("/");
      return { path, tier, name, bytes: Size };
    })
    .sort((a, b) => b.name.localeCompare(a.name) || a.tier.localeCompare(b.tier));
}

function parse(text: string): { Path: string; Size: number }[] {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`The bucket could not be listed: ${text.slice(0, 300)}`);
  }
}

/**
 * The backup that is meant, by the rules of restore.sh: `latest` and times speak of no safety backup, since those hold what
 * somebody was about to give up.
 */
export function chosen(backups: readonly Backup[], from: string): Backup | undefined {
  const usual = backups.filter(({ tier }) => tier !== "safety");
  if (from === "latest") return usual[0];
  const named = backups.find(({ path, name }) => path === from || name === from);
  if (named) return named;
  const time = Date.parse(from);
  if (Number.isNaN(time)) return undefined;
  const limit = `${new Date(time).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
  return usual.find(({ name }) => name <= limit);
}
