import { gitopsDefaults } from "../../stacks/config/gitops-defaults";
import type { Gitops } from "../stack/stack-file";

/** A release as the stack's output `releases` tells it. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly migration: boolean;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Of Slipway's own chart, in this repository. */
const CHART = "charts/workload";
const STEP = "slipway/step";

/**
 * The ApplicationSet of a stack: an Application for each folder of `path` with a `release.yaml`. Where some migrate a store they go
 * first, and the others wait until they are healthy: Argo CD's progressive syncs, which its controller must be told to allow.
 * @param name `<app>-<stack>`
 * @param folder of the stack, in the repository
 */
export function applicationSet(name: string, folder: string, given: Gitops, releases: readonly Release[]): object {
  const { repository, revision, project, namespace } = { ...gitopsDefaults, ...given };
  const source = { repoURL: repository, targetRevision: revision };
  const step = (value: string) => ({ matchExpressions: [{ key: STEP, operator: "In", values: [value] }] });
  const ordered = releases.some(({ migration }) => migration);
  const shifting = releases.some(({ values }) => values["progressive"] !== undefined);
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "ApplicationSet",
    metadata: { name, namespace },
    spec: {
      goTemplate: true,
      goTemplateOptions: ["missingkey=error"],
      generators: [{ git: { ...{ repoURL: repository, revision }, files: [{ path: `${folder}/*/release.yaml` }] } }],
      ...(ordered && {
        strategy: { type: "RollingSync", rollingSync: { steps: [step("migrate"), step("run")] } },
      }),
      template: {
        metadata: { name: `${name}-{{ .release }}`, labels: { [STEP]: "{{ .step }}" } },
        spec: {
          project,
          destination: { server: "https://kubernetes.default.svc", namespace: "{{ .namespace }}" },
          sources: [
            {
              ...{ ...source, path: CHART },
              helm: { releaseName: "{{ .release }}", valueFiles: ["$values/{{ .path.path }}/values.yaml"] },
            },
            { ...source, ref: "values" },
          ],
          // Argo Rollouts moves the weights of a route, and Argo CD must not move them back.
          ...(shifting && {
            ignoreDifferences: [
              {
                ...{ group: "gateway.networking.k8s.io", kind: "HTTPRoute" },
                jqPathExpressions: [".spec.rules[].backendRefs[].weight"],
              },
            ],
          }),
          syncPolicy: {
            automated: { prune: true, selfHeal: true },
            // The namespace is the stack's, with its labels.
            syncOptions: ["CreateNamespace=false", ...(shifting ? ["RespectIgnoreDifferences=true"] : [])],
          },
        },
      },
    },
  };
}

/** What the ApplicationSet reads of a release. */
export const releaseFile = ({ name, namespace, migration }: Release): object => ({
  ...{ release: name, namespace, step: migration ? "migrate" : "run" },
});
