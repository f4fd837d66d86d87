import { catalogue } from "../../../components/addons/catalogue";
import { chartNamespace } from "../../plan/workloads/network";
import { type Problem, show } from "../errors";
import { workloadsOfKind } from "../workloads/kinds";
import type { Check } from "./check";

/** Namespaces that are somebody else's. */
const taken = new Set(["default", ...Object.values(catalogue).map(({ namespace }) => namespace)]);

/** Each chart has a namespace to itself: two would share a quota, ways in and out, and the names of their objects. */
const ownNamespaces: Check = ({ config }) => {
  const { app = "" } = config;
  const owners = new Map([[app, "the other workloads"]]);
  return workloadsOfKind(config, "chart").flatMap(([name, workload]): Problem[] => {
    const namespace = chartNamespace(name, workload, { app });
    const owner = taken.has(namespace) || namespace.startsWith("kube-") ? "the platform" : owners.get(namespace);
    owners.set(namespace, name);
    if (owner === undefined) return [];
    return [
      {
        path: `workloads.${name}.namespace`,
        given: `${show(namespace)}, the namespace of ${owner}`,
        allowed: "a namespace that nothing else is in",
        mend: "choose another name, or leave it out",
      },
    ];
  });
};

/** Third-party charts. */
export const chartChecks: readonly Check[] = [ownNamespaces];
