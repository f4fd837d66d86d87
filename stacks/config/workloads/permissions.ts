import { z } from "zod";
import { oneOf } from "../fields";

const text = (pattern: RegExp, meta: { description?: string; allowed: string; mend: string }) =>
  z.string().regex(pattern).meta(meta);

/** Rights over rights would be rights to everything. */
const apiGroup = text(/^(?!rbac\.authorization\.k8s\.io$)(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)?$/, {
  allowed: 'an API group such as apps, or "" for the core; no wildcard, and not rbac.authorization.k8s.io',
  mend: "name the groups one by one",
});

/** A token of another account, or a shell in another pod, would be that account's and that pod's rights. */
const resource = text(
  /^(?!serviceaccounts\/token$|pods\/(?:exec|attach|ephemeralcontainers)$)[a-z][a-z0-9]*(?:\/[a-z]+)?$/,
  {
    allowed: "a resource in the plural such as pods or pods/log; no wildcard, no tokens, no shells in pods",
    mend: "name the resources one by one",
  },
);

const objectName = text(/^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/, {
  allowed: "the name of an object",
  mend: "write it like feature-flags",
});

/** One rule of a workload's Role. */
export const permission = z.strictObject({
  apiGroups: z.array(apiGroup).min(1).default([""]).meta({ description: "API groups. Default: the core." }),
  resources: z.array(resource).min(1).meta({ description: "Kinds of object, in the plural." }),
  names: z.array(objectName).min(1).optional().meta({ description: "Names of the objects. Default: all of the kind." }),
  verbs: z
    .array(oneOf(["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"]))
    .min(1)
    .meta({ description: "What it may do with them." }),
});
