import { isRecord, type Json } from "../clouds/model";
import type { ResourceRecord } from "../engine/record";
import { objectAt, texts } from "../proofs/graph";

/** One alert rule of a stack. */
export interface Alert {
  readonly name: string;
  readonly severity: string;
  readonly summary: string;
  /** Page that says what to do, where it names one. */
  readonly runbook?: string;
  /** Logical name of the resource that brings it. */
  readonly from: string;
}

/** Every alert of a stack: from PrometheusRules, and from the values of releases that bring their own. */
export function alertsOf(resources: readonly ResourceRecord[]): Alert[] {
  return resources.flatMap((record) => {
    if (record.type === "kubernetes:monitoring.coreos.com/v1:PrometheusRule")
      return listAt(objectAt(record.inputs, "spec"), "groups").flatMap((group) =>
        listAt(group, "rules").flatMap((rule) => alertOf(rule, record.name)),
      );
    if (record.type !== "kubernetes:helm.sh/v3:Release") return [];
    return listAt(objectAt(record.inputs, "values"), "alerts").flatMap((rule) => alertOf(rule, record.name));
  });
}

function alertOf(rule: Json, from: string): Alert[] {
  const [name] = texts({ rule }, "rule.alert");
  if (name === undefined) return [];
  const said = (key: string): string | undefined =>
    [
      ...texts({ rule }, `rule.${key}`),
      ...texts({ rule }, `rule.labels.${key}`),
      ...texts({ rule }, `rule.annotations.${key}`),
    ][0];
  const runbook = said("runbook") ?? said("runbook_url");
  return [
    {
      ...{ name, severity: said("severity") ?? "", summary: said("summary") ?? "", from },
      ...(runbook ? { runbook } : {}),
    },
  ];
}

function listAt(value: Json, key: string): Json[] {
  const found = isRecord(value) ? value[key] : undefined;
  return Array.isArray(found) ? found : [];
}
