import type { Problem } from "../errors";
import type { ResilienceConfig } from "../workloads/resilience";
import { type Check, workloadsOf } from "./check";

/** Traffic is divided, and treated, where it comes through the gateway. */
const needHosts: Check = ({ config }) =>
  workloadsOf(config).flatMap(([name, workload]) => {
    if (workload.kind !== "web" || workload.hosts.length > 0) return [];
    const { strategy } = workload.rollout ?? { strategy: "rolling" };
    return [
      ...(strategy === "rolling"
        ? []
        : [
            {
              path: `workloads.${name}.rollout.strategy`,
              given: `${strategy}, without hosts`,
              allowed: "rolling; or a workload with hosts, since traffic is divided at the gateway",
              mend: "write strategy: rolling, or give it hosts",
            },
          ]),
      ...(workload.resilience
        ? [
            {
              path: `workloads.${name}.resilience`,
              given: "it, without hosts",
              allowed: "a workload with hosts: the gateway does this, and calls between workloads do not pass it",
              mend: "remove it, or give the workload hosts",
            },
          ]
        : []),
    ];
  });

const movesOn: Check = ({ config }) =>
  workloadsOf(config).flatMap(([name, workload]) => {
    if (!("rollout" in workload) || workload.rollout?.strategy !== "rolling") return [];
    const { maxSurge = "25%", maxUnavailable = 0 } = workload.rollout;
    if (parseInt(`${maxSurge}`, 10) > 0 || parseInt(`${maxUnavailable}`, 10) > 0) return [];
    return [
      {
        path: `workloads.${name}.rollout`,
        given: `maxSurge ${maxSurge}, maxUnavailable ${maxUnavailable}`,
        allowed: "one of them above 0, or no rollout could make a step",
        mend: "write maxSurge: 1",
      },
    ];
  });

const stepsRise: Check = ({ config }) =>
  workloadsOf(config).flatMap(([name, workload]): Problem[] => {
    if (workload.kind !== "web" || !workload.rollout || workload.rollout.strategy === "rolling") return [];
    const { strategy, steps } = workload.rollout;
    const path = `workloads.${name}.rollout.steps`;
    const weights = steps.map(({ weight }) => weight);
    const back = weights.findIndex((weight, index) => index > 0 && weight <= weights[index - 1]!);
    return [
      ...(back > 0
        ? [
            {
              path: `${path}[${back}].weight`,
              given: `${weights[back]}, after ${weights[back - 1]}`,
              allowed: "more traffic at each step than at the one before",
              mend: `write a weight above ${weights[back - 1]}, or remove the step`,
            },
          ]
        : []),
      ...(strategy === "blueGreen" && weights.at(-1) !== 100
        ? [
            {
              path,
              given: `a last weight of ${weights.at(-1)}`,
              allowed: "100 at the last step: the first colour is watched while it has no traffic any more",
              mend: "add a step with weight: 100, or write strategy: canary",
            },
          ]
        : []),
    ];
  });

/** Of a time-out for whole requests and connections that stay open, one. */
const webSocketsStay: Check = ({ config }) =>
  workloadsOf(config).flatMap(([name, workload]) => {
    const { webSockets, timeoutSeconds }: Partial<ResilienceConfig> =
      workload.kind === "web" ? (workload.resilience ?? {}) : {};
    if (!webSockets || timeoutSeconds === undefined) return [];
    return [
      {
        path: `workloads.${name}.resilience.timeoutSeconds`,
        given: `${timeoutSeconds}, with webSockets: true`,
        allowed: "no time-out for a whole request where connections stay open",
        mend: "remove timeoutSeconds; idleSeconds ends connections that nobody uses",
      },
    ];
  });

/** What workloads ask for, and config has switched off. */
const switchedOff: Check = ({ config }) => {
  const off = (addon: "argo-rollouts" | "keda", path: string, what: string): Problem[] =>
    config.addons?.[addon] === false
      ? [
          {
            path,
            given: `${what}, with addons.${addon}: false`,
            allowed: `${what} with the add-on ${addon}, which is switched on by itself`,
            mend: `remove ${addon}: false from slipway:addons`,
          },
        ]
      : [];
  return workloadsOf(config).flatMap(([name, workload]) => {
    if (!("scaling" in workload)) return [];
    const { triggers, requestsPerSecond } = workload.scaling;
    const strategy = workload.rollout?.strategy ?? "rolling";
    const path = `workloads.${name}`;
    return [
      ...(triggers.length > 0 ? off("keda", `${path}.scaling.triggers`, "triggers") : []),
      ...(requestsPerSecond ? off("keda", `${path}.scaling.requestsPerSecond`, "requestsPerSecond") : []),
      ...(strategy === "rolling" ? [] : off("argo-rollouts", `${path}.rollout.strategy`, strategy)),
    ];
  });
};

/** How new versions take over, and how the gateway treats requests. */
export const rolloutChecks: readonly Check[] = [needHosts, movesOn, stepsRise, webSocketsStay, switchedOff];
