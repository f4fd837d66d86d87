import type { Problem } from "../errors";
import { absent, type Check, fetchesSecrets, missing } from "./check";

/** A zone that was there before is signed by whoever made it. */
const signedAreMade: Check = ({ config }) =>
  Object.entries(config.edge?.dns?.zones ?? {}).flatMap(([name, { adopt, dnssec }]): Problem[] =>
    adopt !== undefined && dnssec
      ? [
          {
            path: `edge.dns.zones.${name}.dnssec`,
            given: "true, for a zone that is adopted",
            allowed: "false: whoever made the zone signs it",
            mend: "remove it",
          },
        ]
      : [],
  );

/** Zones that somebody else manages: one writer each, and a login to write with. */
const externalDnsFits: Check = ({ config, cloud, planner: { capabilities } }) => {
  const { externalDns, dns, cdn } = config.edge ?? {};
  const path = "edge.externalDns";
  if (externalDns === undefined)
    return config.addons?.["external-dns"]
      ? [absent(path, "the zones that external-dns may write in, since addons.external-dns is on")]
      : [];
  const { provider, zones, secret } = externalDns;
  const problem = (key: string, given: string, allowed: string, mend: string): Problem => ({
    ...{ path: `${path}${key}`, given, allowed, mend },
  });
  const known = config.secrets ?? [];
  const own = capabilities.externalDns;
  const shared = Object.keys(zones).filter((zone) => dns?.zones[zone] !== undefined);
  return [
    ...(cdn
      ? [problem("", "it, with a CDN", "edge.dns: names of a CDN are proved and led to it there", "remove one of them")]
      : []),
    ...(config.addons?.["external-dns"] === false
      ? [problem("", "it, with addons.external-dns off", "the add-on, which writes the records", "remove one of them")]
      : []),
    ...shared.map((zone) =>
      problem(`.zones.${zone}`, zone, "a zone that edge.dns does not manage: records have one writer", "name it once"),
    ),
    ...(provider === "cloud" && "instead" in own
      ? [problem(".provider", `cloud, on ${cloud}`, own.instead, "write provider and secret")]
      : []),
    ...(provider === "cloud" && secret !== undefined
      ? [problem(".secret", secret, "none: with cloud the controller has an identity", "remove it")]
      : []),
    ...(provider !== "cloud" && secret === undefined
      ? [absent(`${path}.secret`, `the secret that holds the API token of ${provider}`)]
      : []),
    ...(secret !== undefined && !known.includes(secret)
      ? [missing(`${path}.secret`, secret, known, "secret", "secrets")]
      : []),
    ...(secret !== undefined && !fetchesSecrets(config)
      ? [
          problem(
            ".secret",
            `a secret by secretSource ${config.secretSource?.kind}`,
            "one that External Secrets fetches: secretManager, vault or store",
            "choose another secretSource",
          ),
        ]
      : []),
  ];
};

/** Who signs zones, and who writes in those that Slipway does not manage. */
export const zoneChecks: readonly Check[] = [signedAreMade, externalDnsFits];
