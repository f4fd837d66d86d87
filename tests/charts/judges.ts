import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { stringify } from "yaml";
import { toolPath } from "../e2e/tools/tools";
import { execute } from "./command";
import { CHECKOV_EXCEPTIONS, type Exception, KUBE_SCORE_EXCEPTIONS } from "./exceptions";
import { type Manifest, parse } from "./helm";

/** kubeconform, strictly, against the schemas in a folder. @throws Error that names each object that does not fit */
export function kubeconform(manifests: string, kubernetes: string, schemas: string): void {
  const location = `${schemas}/{{.ResourceKind}}{{.KindSuffix}}.json`;
  const args = ["-strict", "-kubernetes-version", kubernetes, "-schema-location", location, "-output", "json"];
  const { code, stdout, stderr } = execute(toolPath("kubeconform"), [...args, "-summary", "-"], manifests);
  if (code !== 0) throw new Error(stdout + stderr);
  const { summary } = JSON.parse(stdout) as { summary: { valid: number; skipped: number } };
  if (summary.valid === 0 || summary.skipped > 0) throw new Error(`Not everything was judged: ${stdout}`);
}

interface ScoredObject {
  readonly object_name: string;
  readonly object_meta: { readonly namespace?: string };
  readonly checks: readonly {
    readonly check: { readonly id: string };
    readonly grade: number;
    readonly skipped: boolean;
    readonly comments: readonly { readonly summary: string }[] | null;
  }[];
}

/** Grade of a check with nothing to say, in kube-score's scale. */
const ALL_WELL = 10;

/** Checks that kube-score leaves off by default. Requests equal to limits are not among them: memory may burst. */
const OPTIONAL_CHECKS = ["container-seccomp-profile", "container-ports-check"];

/**
 * What kube-score does not know, as what it knows: a Rollout's pods as a Deployment's, and the job in an analysis as a Job.
 * It would pass over their pods otherwise, and take what selects them for astray.
 */
function inKnownKinds(manifests: string): string {
  const known = parse(manifests).flatMap((manifest): object[] => {
    const spec = manifest["spec"] as Record<string, unknown> | undefined;
    if (manifest.kind === "Rollout") return [{ ...asDeployment(manifest), spec: { ...spec, strategy: undefined } }];
    if (manifest.kind === "HorizontalPodAutoscaler") {
      return [{ ...manifest, spec: { ...spec, scaleTargetRef: asDeployment(spec!["scaleTargetRef"] as Manifest) } }];
    }
    const metrics = manifest.kind === "AnalysisTemplate" ? (spec!["metrics"] as { provider: { job?: object } }[]) : [];
    const jobs = metrics.flatMap(({ provider }) => (provider.job ? [provider.job] : []));
    return [manifest, ...jobs.map((job) => ({ apiVersion: "batch/v1", kind: "Job", ...named(job, manifest) }))];
  });
  return known.map((manifest) => stringify(manifest)).join("---\n");
}

const asDeployment = (manifest: object): object => ({ ...manifest, apiVersion: "apps/v1", kind: "Deployment" });
const named = (job: object, { metadata }: Manifest): object => ({ ...job, metadata });

/** What a judge says of one object. */
export interface Finding {
  /** The judge's id of the check. */
  readonly check: string;
  /** Its words. */
  readonly finding: string;
  readonly object: string;
}

/**
 * kube-score, warnings included, on any number of objects at once.
 *
 * @returns its findings, by the objects' namespace
 * @throws Error when it gave no judgement
 */
export function kubeScoreFindings(manifests: string, kubernetes: string): ReadonlyMap<string, readonly Finding[]> {
  const optional = OPTIONAL_CHECKS.flatMap((check) => ["--enable-optional-test", check]);
  const version = `v${kubernetes.split(".", 2).join(".")}`;
  const args = ["score", "--kubernetes-version", version, "--output-format", "json", ...optional, "-"];
  const { stdout, stderr } = execute(toolPath("kube-score"), args, inKnownKinds(manifests));
  if (!stdout.startsWith("[")) throw new Error(`kube-score gave no judgement: ${stdout}${stderr}`);
  const found = new Map<string, Finding[]>();
  for (const { object_name, object_meta, checks } of JSON.parse(stdout) as ScoredObject[]) {
    const here = found.get(object_meta.namespace ?? "") ?? [];
    found.set(object_meta.namespace ?? "", here);
    for (const { check, grade, skipped, comments } of checks) {
      if (skipped || grade >= ALL_WELL) continue;
      for (const { summary } of comments?.length ? comments : [{ summary: "no comment" }])
        here.push({ check: check.id, finding: summary, object: object_name });
    }
  }
  return found;
}

/**
 * kube-score on one sample.
 *
 * @param used collects the exceptions that were needed
 * @throws Error that names each finding without an exception
 */
export function kubeScore(sample: string, manifests: string, kubernetes: string, used: Set<Exception>): void {
  const findings = [...kubeScoreFindings(manifests, kubernetes).values()].flat();
  const unexplained = findings.flatMap(({ check, finding, object }) => {
    const exception = KUBE_SCORE_EXCEPTIONS.find((candidate) => covers(candidate, sample, check, finding));
    if (exception !== undefined) used.add(exception);
    return exception === undefined ? [`${object}: ${check}: ${finding}`] : [];
  });
  if (unexplained.length > 0) throw new Error(unexplained.join("\n"));
}

function covers(exception: Exception, sample: string, check: string, finding: string): boolean {
  return (
    exception.check === check &&
    (exception.finding === undefined || exception.finding === finding) &&
    (exception.samples === undefined || exception.samples.includes(sample))
  );
}

interface CheckovReport {
  readonly results: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly check_name: string;
      readonly resource: string;
      readonly file_path: string;
    }[];
  };
  readonly summary: { readonly passed: number; readonly parsing_errors: number };
}

/**
 * checkov, on all samples at once: it takes seconds to start.
 *
 * @param rendered YAML by the sample's name, `<folder>/<name>`
 * @param folder an empty one that it may write to
 * @returns its findings, by sample
 * @throws Error when it gave no judgement, or could not read a sample
 */
export function checkovFindings(
  rendered: ReadonlyMap<string, string>,
  folder: string,
): ReadonlyMap<string, readonly Finding[]> {
  const program = toolPath("checkov");
  for (const [sample, text] of rendered) {
    mkdirSync(join(folder, dirname(sample)), { recursive: true });
    writeFileSync(join(folder, `${sample}.yaml`), text);
  }
  // Where pip puts packages that it installs for one program alone, above its `bin`.
  const python = ["env", `PYTHONPATH=${dirname(dirname(program))}`, "python3", program] as const;
  const args = ["--framework", "kubernetes", "--skip-download", "--compact", "--output", "json", "--directory", folder];
  const { stdout, stderr } = execute(python[0], [...python.slice(1), ...args]);
  if (!/^\s*[[{]/.test(stdout)) throw new Error(`checkov gave no judgement: ${stdout}${stderr}`);
  const { results, summary } = JSON.parse(stdout) as CheckovReport;
  if (summary.passed === 0 || summary.parsing_errors > 0) throw new Error(`Not everything was judged: ${stdout}`);
  const findings = new Map([...rendered.keys()].map((sample) => [sample, [] as Finding[]]));
  for (const { check_id, check_name, resource, file_path } of results.failed_checks) {
    const sample = `${basename(dirname(file_path))}/${basename(file_path, ".yaml")}`;
    findings.get(sample)!.push({ check: check_id, finding: check_name, object: resource });
  }
  return findings;
}

/**
 * The findings of {@link checkovFindings} without an exception, by sample.
 *
 * @param used collects the exceptions that were needed
 */
export function checkov(
  rendered: ReadonlyMap<string, string>,
  folder: string,
  used: Set<Exception>,
): ReadonlyMap<string, readonly string[]> {
  const unexplained = [...checkovFindings(rendered, folder)].map(([sample, findings]) => {
    const left = findings.flatMap(({ check, finding, object }) => {
      const exception = CHECKOV_EXCEPTIONS.find((candidate) => covers(candidate, sample, check, finding));
      if (exception !== undefined) used.add(exception);
      return exception === undefined ? [`${object}: ${check}: ${finding}`] : [];
    });
    return [sample, left] as const;
  });
  return new Map(unexplained);
}

/** @throws Error that names the exceptions nothing needed: they would hide the next finding of their kind */
export function noStaleException(all: readonly Exception[], used: ReadonlySet<Exception>): void {
  const stale = all.filter((exception) => !used.has(exception));
  if (stale.length > 0) throw new Error(`Exceptions that nothing needs: ${stale.map(({ check }) => check).join(", ")}`);
}
