/**
 * Which part may import which (docs/decisions, house rules). `tests/architecture.test.ts` runs it and asks that each rule
 * speaks of files that exist.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const program = "^(index\\.ts|stacks/|components/)";

module.exports = {
  forbidden: [
    {
      name: "components-never-see-stacks",
      comment: "Components take typed args; config stays in stacks/.",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^stacks/" },
    },
    {
      name: "planning-is-pure",
      comment: "stacks/plan/ is plain functions: no Pulumi at run time, so it is tested as such.",
      severity: "error",
      from: { path: "^stacks/plan/" },
      to: { path: "^node_modules/@pulumi/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "clouds-apart",
      comment: "No cloud imports another.",
      severity: "error",
      from: { path: "^components/clouds/([^/]+)/" },
      to: { path: "^components/clouds/([^/]+)/", pathNot: "^components/clouds/$1/" },
    },
    {
      name: "only-the-registry-names-clouds",
      comment:
        "Implementations of a cloud are reached through the registry alone; options, pins, names and certificates are plain.",
      severity: "error",
      from: { path: "^(components|stacks)/", pathNot: "^components/clouds/" },
      to: {
        path: "^components/clouds/[^/]+/",
        pathNot: "^components/clouds/[^/]+/(options|versions|names|authorities)\\.ts$",
      },
    },
    {
      name: "contracts-stand-alone",
      comment: "Contracts import nothing of the rest.",
      severity: "error",
      from: { path: "^components/contracts/" },
      to: { path: "^(components|stacks|policy|rehearsal)/", pathNot: "^components/contracts/" },
    },
    {
      name: "shared-is-below-all",
      comment: "What everything shares knows contracts alone.",
      severity: "error",
      from: { path: "^components/shared/" },
      to: { path: "^(components|stacks|policy|rehearsal)/", pathNot: "^components/(contracts|shared)/" },
    },
    {
      name: "add-ons-know-no-cloud",
      comment: "An add-on says what it needs of a cloud in the contract's terms.",
      severity: "error",
      from: { path: "^components/(addons|helm|monitoring|workloads)/" },
      to: { path: "^components/clouds/" },
    },
    {
      name: "helm-is-below-what-it-releases",
      comment: "Pins, sources and releases of charts know nothing of what is released.",
      severity: "error",
      from: { path: "^components/helm/" },
      to: { path: "^components/", pathNot: "^components/(contracts|helm|shared)/" },
    },
    {
      name: "monitoring-watches-by-contract",
      comment: "It is told what to watch in the contract's terms, and knows none of what it watches.",
      severity: "error",
      from: { path: "^components/monitoring/" },
      to: { path: "^components/(addons|backups|in-cluster|pools|roles|workloads)/" },
    },
    {
      name: "the-program-knows-no-tools",
      comment: "Rehearsal, day-2 commands, tests and benchmarks import the program, never the other way round.",
      severity: "error",
      from: { path: program },
      to: { path: "^(rehearsal|ops|tests|bench|docs|policy)/" },
    },
    {
      name: "policies-stand-alone",
      comment: "Rules judge plain data: they know neither the program nor the rehearsal.",
      severity: "error",
      from: { path: "^policy/" },
      to: { path: "^(index\\.ts|stacks|components|rehearsal|ops|tests)" },
    },
    {
      name: "rules-import-no-sdk",
      comment: "Hundreds of rules must load at once; only the adaptor knows CrossGuard.",
      severity: "error",
      from: { path: "^policy/", pathNot: "^policy/(pack|speed)\\.ts$" },
      to: { path: "^node_modules/@pulumi/" },
    },
    {
      name: "the-rehearsal-imports-no-crossguard",
      comment: "It judges with the same rules, without the SDK's start-up.",
      severity: "error",
      from: { path: "^rehearsal/" },
      to: { path: "^(node_modules/@pulumi/policy|policy/pack\\.ts)" },
    },
    {
      name: "no-cycles",
      comment: "What depends on each other belongs together.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
  },
};
