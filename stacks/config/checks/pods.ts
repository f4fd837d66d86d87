import { type Problem, show } from "../errors";
import type { WorkloadConfig } from "../workloads/kinds";
import { type Check, each, workloadsOf } from "./check";

const oneHolder = each((workload, path) => {
  const most = "scaling" in workload ? workload.scaling.max : 1;
  return Object.entries(workload.volumes).flatMap(([name, { access, class: storageClass }]): Problem[] => {
    const at = `${path}.volumes.${name}.access`;
    if (access === "readWriteMany") {
      return storageClass === undefined
        ? [
            {
              path: `${path}.volumes.${name}.class`,
              given: "nothing, with access: readWriteMany",
              allowed: "a StorageClass whose disks many nodes can mount, such as one of EFS, Filestore or Azure Files",
              mend: "name such a class; the cluster's default class makes disks for one node",
            },
          ]
        : [];
    }
    const strategy = "rollout" in workload ? (workload.rollout?.strategy ?? "rolling") : "rolling";
    if (strategy !== "rolling") {
      return [
        {
          path: at,
          given: `${access}, with a ${strategy} rollout`,
          allowed: `${access} where one version runs at a time: only one node can hold such a disk`,
          mend: "write rollout: { strategy: rolling }; or access: readWriteMany with a class that can",
        },
      ];
    }
    if (most <= 1) return [];
    return [
      {
        path: at,
        given: `${access}, with up to ${most} pods`,
        allowed: `${access} with one pod: only one node can hold such a disk`,
        mend: "write scaling: { min: 1, max: 1 }; or access: readWriteMany with a class that can; or keep files in a bucket",
      },
    ];
  });
});

const mountsApart = each((workload, path) => {
  const mounts = [
    ...["/tmp", ...Object.keys(workload.tmp)].map((at) => ({ at, field: `tmp.${at}` })),
    ...Object.entries(workload.volumes).map(([name, { path: at }]) => ({ at, field: `volumes.${name}.path` })),
    ...Object.keys(workload.files).map((at) => ({ at, field: `files.${at}` })),
  ];
  return mounts.flatMap(({ at, field }, index) => {
    const other = mounts.slice(0, index).find((before) => before.at === at && before.field !== field);
    return other === undefined
      ? []
      : [
          {
            path: `${path}.${field}`,
            given: at,
            allowed: "a path of its own",
            mend: `${other.field} is mounted there already: choose another path for one of them`,
          },
        ];
  });
});

/** A ConfigMap holds a megabyte in all: Kubernetes' own limit. */
const MOST_FILES = 1_000_000;

const filesFit = each((workload, path) => {
  const bytes = Object.values(workload.files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes <= MOST_FILES) return [];
  return [
    {
      path: `${path}.files`,
      given: `${bytes} bytes`,
      allowed: `${MOST_FILES} bytes in all: what a ConfigMap holds`,
      mend: "put large files into the image or into a bucket",
    },
  ];
});

const probesAsk = each((workload, path) => {
  const own = "probes" in workload ? [{ at: path, probes: workload.probes, web: workload.kind === "web" }] : [];
  const beside = workload.sidecars.map(({ probes }, index) => ({
    at: `${path}.sidecars[${index}]`,
    probes,
    web: false,
  }));
  return [...own, ...beside].flatMap(({ at, probes, web }) =>
    Object.entries(probes).flatMap(([name, probe]): Problem[] => {
      const ways = (["path", "grpc", "tcp", "command"] as const).filter((way) => probe[way] !== undefined);
      const where = `${at}.probes.${name}`;
      if (ways.length > 1 || (ways.length === 0 && !web)) {
        return [
          {
            path: where,
            given: ways.length === 0 ? "none of path, grpc, tcp and command" : ways.join(" and "),
            allowed: `one of path, grpc, tcp and command${web ? "; or none, for the way of health" : ""}`,
            mend: ways.length === 0 ? "say how to ask, such as tcp: 9000" : "keep one of them",
          },
        ];
      }
      if (web && ways[0] === "command") {
        return [
          {
            path: `${where}.command`,
            given: "a command",
            allowed: "path, grpc or tcp for a web workload: what it serves is what counts",
            mend: "ask by path, or by tcp",
          },
        ];
      }
      if (ways[0] === "path" && !web && probe.port === undefined) {
        return [
          {
            path: `${where}.port`,
            given: "nothing, with path",
            allowed: "the port that answers at path",
            mend: "add port: the one it answers at",
          },
        ];
      }
      return [];
    }),
  );
});

const containerNames = (workload: WorkloadConfig) => [
  ...workload.init.map(({ name }, index) => ({ name, at: `init[${index}].name` })),
  ...workload.sidecars.map(({ name }, index) => ({ name, at: `sidecars[${index}].name` })),
];

const namesApart: Check = ({ config }) =>
  workloadsOf(config).flatMap(([own, workload]) => {
    const all = containerNames(workload);
    return all.flatMap(({ name, at }, index) => {
      const taken = name === own || all.slice(0, index).some((before) => before.name === name);
      return taken
        ? [
            {
              path: `workloads.${own}.${at}`,
              given: show(name),
              allowed: "a name that no other container of the workload has",
              mend: "rename it",
            },
          ]
        : [];
    });
  });

const portsApart = each((workload, path) => {
  if (workload.kind !== "web") return [];
  const entries = Object.entries(workload.ports);
  return entries.flatMap(([name, port], index): Problem[] => {
    const at = `${path}.ports.${name}`;
    if (name === "http" || name === "metrics") {
      return [
        { path: at, given: `the name ${name}`, allowed: "a name other than http and metrics", mend: "rename it" },
      ];
    }
    const twice = [workload.port, workload.metrics?.port, ...entries.slice(0, index).map(([, other]) => other)];
    return twice.includes(port)
      ? [{ path: at, given: String(port), allowed: "a port that is not named yet", mend: "remove it, or change it" }]
      : [];
  });
});

const waysOut = each((workload, path) =>
  workload.egress.flatMap(({ hosts, cidrs }, index): Problem[] => {
    const at = `${path}.egress[${index}]`;
    if ((hosts === undefined) === (cidrs === undefined)) {
      return [
        {
          path: at,
          given: hosts ? "hosts and cidrs" : "neither hosts nor cidrs",
          allowed: "hosts (public names) or cidrs (address ranges)",
          mend: hosts ? "make two entries of it" : "add hosts: [smtp.example.com], or cidrs: [10.1.0.0/24]",
        },
      ];
    }
    return (cidrs ?? []).flatMap((range, position) =>
      Number(range.split("/")[1]) < 8
        ? [
            {
              path: `${at}.cidrs[${position}]`,
              given: range,
              allowed: "a range of /8 or narrower",
              mend: "name the ranges it really calls; for public names write hosts",
            },
          ]
        : [],
    );
  }),
);

const placed = each((workload, path, { config, planner }) => {
  const { architecture, spot } = workload;
  if (!config.cluster) return [];
  const cluster = planner.traits(config.cluster);
  const problems: Problem[] = [];
  if (architecture && !cluster.architectures.includes(architecture)) {
    problems.push({
      path: `${path}.architecture`,
      given: architecture,
      allowed: `an architecture of the cluster: ${cluster.architectures.join(", ")}`,
      mend: `add ${architecture} to cluster.architectures, or remove it here`,
    });
  }
  const { capacity, capacityPath } = cluster;
  if (spot === "required" && capacity !== "spot") {
    problems.push({
      path: `${path}.spot`,
      given: `required, in a cluster whose capacity is ${capacity}`,
      allowed: "required where the cluster buys spare capacity",
      mend: capacityPath === "" ? "write spot: preferred" : `write ${capacityPath}: spot; or spot: preferred`,
    });
  }
  return problems;
});

const secretsNamed = each((workload, path) =>
  workload.permissions.flatMap(({ resources, names, verbs }, index): Problem[] => {
    const at = `${path}.permissions[${index}]`;
    if (resources.includes("secrets") && names === undefined) {
      return [
        {
          path: `${at}.names`,
          given: "nothing, with secrets among resources",
          allowed: "names of the secrets: without them it could read those of every workload",
          mend: "add names: [the-secret], and leave list out of verbs",
        },
      ];
    }
    const nameless = names && verbs.find((verb) => ["list", "create", "deletecollection"].includes(verb));
    return nameless
      ? [
          {
            path: `${at}.verbs`,
            given: `${nameless}, with names`,
            allowed: "verbs that work on one object: get, watch, update, patch, delete",
            mend: `make an entry without names for ${nameless}`,
          },
        ]
      : [];
  }),
);

/** What the pods of a workload are made of. */
export const podChecks: readonly Check[] = [
  oneHolder,
  mountsApart,
  filesFit,
  probesAsk,
  namesApart,
  portsApart,
  waysOut,
  placed,
  secretsNamed,
];
