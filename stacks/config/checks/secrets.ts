import { type Problem, show } from "../errors";
import { type Check, missing, workloadsOf } from "./check";

/** Secrets that workloads and nodes read, by the names of the stack. */
const readByWorkloads: (input: Parameters<Check>[0]) => ReadonlySet<string> = ({ config }) =>
  new Set([
    ...workloadsOf(config).flatMap(([, workload]) => Object.values(workload.secrets)),
    ...(config.pullSecrets ?? []),
  ]);

const pullSecretsDeclared: Check = ({ config }) => {
  const known = config.secrets ?? [];
  return (config.pullSecrets ?? []).flatMap((name, index) =>
    known.includes(name) ? [] : [missing(`pullSecrets[${index}]`, name, known, "secret", "secrets")],
  );
};

/** Written by Pulumi, so it has to have the value; read from elsewhere, so a value here would be read by nobody. */
const valuesWhereTheyAreRead: Check = (input) => {
  const { config } = input;
  const { secretSource, secretValues = {}, secrets = [], layer = "all" } = config;
  if (!secretSource || secretSource.kind === "secretManager") return [];
  const routes = new Set((config.monitoring?.routes ?? []).map(({ secret }) => secret));
  const read = readByWorkloads(input);
  if (secretSource.kind === "pulumi") {
    if (layer !== "all" && layer !== "workloads") return [];
    return secrets
      .filter((name) => read.has(name) && secretValues[name] === undefined)
      .map(
        (name): Problem => ({
          path: `secretValues.${name}`,
          given: "nothing, with secretSource.kind: pulumi",
          allowed: "the value of each secret that a workload reads",
          mend: `pulumi config set --secret --path slipway:secretValues.${name}`,
        }),
      );
  }
  return Object.keys(secretValues)
    .filter((name) => secrets.includes(name) && !routes.has(name))
    .map((name) => ({
      path: `secretValues.${name}`,
      given: `a value, with secretSource.kind: ${show(secretSource.kind)}`,
      allowed: "values of secrets that Slipway writes: none, where they come from elsewhere",
      mend: `remove it here, and set ${name} where the others are`,
    }));
};

/** Where secrets come from. */
export const secretChecks: readonly Check[] = [pullSecretsDeclared, valuesWhereTheyAreRead];
