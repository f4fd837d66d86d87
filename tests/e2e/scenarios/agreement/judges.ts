/** What each judge finds in manifests: ours, checkov, kube-score, and Pod Security admission of an API server. */
import { manifestsOf, objectsOf } from "../../../../policy/helm/manifests";
import { judge } from "../../../../policy/judge";
import { checkovFindings, kubeScoreFindings } from "../../../charts/judges";
import { release, settings } from "../../../policy/support/resources";
import { create, type Manifest } from "../../charts/apply";
import { type KubeApi, KubeError } from "../../cluster/api";
import type { Rendered } from "./manifests";
import { templateOf } from "./pods";

/** The other judges. */
export type JudgeName = "checkov" | "kube-score" | "Pod Security";

/** A check that found something, and its words. */
export interface Found {
  readonly check: string;
  readonly finding: string;
}

/** What a judge found, by manifest. */
export type Verdicts = ReadonlyMap<string, readonly Found[]>;

/** The API server's version, which kube-score is told. */
const KUBERNETES = "1.34.0";
const context = settings();

/** Our rules over the objects of a release in production, as its preview judges them; what is exempt is none. */
export function ourVerdict({ text, namespace }: Rendered): readonly Found[] {
  const [subject] = release();
  const manifests = manifestsOf(objectsOf(text), subject, namespace);
  return judge([{ ...subject, manifests }], context)
    .filter(({ name, level }) => name !== subject.name && level !== "exempt")
    .map(({ rule, name, message }) => ({ check: rule, finding: `${name}: ${message}` }));
}

/** checkov, once for all of them, in an empty folder. */
export const checkovVerdicts = (all: readonly Rendered[], folder: string): Verdicts =>
  checkovFindings(new Map(all.map(({ name, text }) => [name, text])), folder);

/** kube-score, once for all of them. */
export function kubeScoreVerdicts(all: readonly Rendered[]): Verdicts {
  const found = kubeScoreFindings(all.map(({ text }) => text).join("---\n"), KUBERNETES);
  return new Map(all.map(({ name, namespace }) => [name, found.get(namespace) ?? []]));
}

/** The namespace that {@link podSecurityVerdict} asks, at the level `restricted`. */
export const RESTRICTED = "restricted";

/** Pod Security's answer to the pods of a manifest, made in the namespace {@link RESTRICTED} by a dry run. */
export async function podSecurityVerdict(api: KubeApi, { objects }: Rendered): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const object of objects) {
    const template = templateOf(object);
    if (template === undefined) continue;
    const metadata = { name: object.metadata.name, namespace: RESTRICTED };
    const pod = { apiVersion: "v1", kind: "Pod", metadata, spec: template.spec } as Manifest;
    try {
      await create(api, pod, { dryRun: true });
    } catch (error) {
      const violated =
        error instanceof KubeError && /violates PodSecurity "restricted:latest": (.*)/.exec(error.message);
      if (!violated) throw error;
      found.push(...controlsIn(violated[1]!));
    }
  }
  return found;
}

/** The controls that a refusal names: each with what breaks it in brackets. */
export const controlsIn = (refusal: string): readonly Found[] =>
  [...refusal.matchAll(/([^(),][^(]*?) (\([^()]*\))/g)].map(([, control, what]) => ({
    check: control!.trim(),
    finding: what!,
  }));
