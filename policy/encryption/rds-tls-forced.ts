import { at, dictsAt, isUnknown, partlyUnknown } from "../read";
import type { ResourceRule } from "../rule";

/** The parameter that refuses connections without TLS, by engine. */
const PARAMETERS: readonly (readonly [family: RegExp, name: string])[] = [
  [/^(aurora-)?postgres/, "rds.force_ssl"],
  [/^(aurora-)?mysql|^mariadb/, "require_secure_transport"],
  [/^sqlserver/, "rds.force_ssl"],
];

export const rdsTlsForced: ResourceRule = {
  name: "rds-tls-forced",
  pack: "encryption",
  description: "The database refuses connections without TLS.",
  severity: "high",
  frameworks: ["AWS FSBP RDS.38", "AWS FSBP RDS.39"],
  why: "A client that does not ask for TLS sends its password and its data in the clear.",
  mend: 'Set the parameter rds.force_ssl (PostgreSQL, SQL Server) or require_secure_transport (MySQL, MariaDB) to "1".',
  link: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html",
  types: ["aws:rds/parameterGroup:ParameterGroup", "aws:rds/clusterParameterGroup:ClusterParameterGroup"],
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "Passes while the family, the parameters, or the value of the one that matters are unknown.",
  },
  check: ({ props }) => {
    const family = at(props, "family");
    const name = PARAMETERS.find(([pattern]) => typeof family === "string" && pattern.test(family))?.[1];
    if (!name || partlyUnknown(props, "parameters")) return [];
    const parameters = dictsAt(props, "parameters");
    if (parameters.some((parameter) => isUnknown(parameter["name"]))) return [];
    const value = parameters.find((parameter) => parameter["name"] === name)?.["value"];
    return isUnknown(value) || ["1", "on", "true"].includes(String(value).toLowerCase())
      ? []
      : [`the parameter ${name} is ${value === undefined ? "not set" : `"${value}"`}, so that TLS is optional`];
  },
};
