import { z } from "zod";
import { type FieldMeta, name } from "./fields";
import { gitopsDefaults } from "./gitops-defaults";

const text = (pattern: RegExp, meta: FieldMeta) => z.string().regex(pattern).meta(meta);

/** Workloads are released by the cluster's own Argo CD, from a repository, instead of by `pulumi up`. */
export const gitops = z
  .strictObject({
    repository: text(/^(?:https:\/\/|git@|ssh:\/\/)\S+$/, {
      description:
        "Repository that Argo CD reads: this one, with the chart and the values that ops gitops write makes.",
      allowed: "the address of a git repository",
      mend: "write it like https://github.com/acme/platform.git",
    }),
    revision: z
      .string()
      .min(1)
      .default(gitopsDefaults.revision)
      .meta({ description: "Branch, tag or commit that it follows." }),
    path: text(/^[\w.-]+(?:\/[\w.-]+)*$/, {
      description: "Folder in the repository that holds a folder for each stack.",
      allowed: "a folder, from the repository's root",
      mend: "write it like gitops",
    }).default(gitopsDefaults.path),
    project: name("a project of Argo CD", 63)
      .default(gitopsDefaults.project)
      .meta({ description: "Argo CD's project." }),
    namespace: name("a namespace", 63)
      .default(gitopsDefaults.namespace)
      .meta({ description: "Namespace that Argo CD lives in." }),
  })
  .optional()
  .meta({
    description:
      "Leaves the releases of workloads to the cluster's Argo CD; all that they need is still made here. npm run ops -- gitops write gives it an ApplicationSet and the values. Charts and manifests of others stay with pulumi up.",
  });

export type GitopsConfig = NonNullable<z.infer<typeof gitops>>;
