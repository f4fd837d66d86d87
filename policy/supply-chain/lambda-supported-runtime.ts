import { at } from "../read";
import type { ResourceRule } from "../rule";
import { LAMBDA_FUNCTION } from "../types";

/** Deprecated by early 2026, by the table at `link`; for newer ones AWS's own notice counts. */
const DEPRECATED =
  /^(nodejs(\d|1\d|20)\.x|nodejs|python(2\.7|3\.[6-9])|ruby(2\.\d|3\.2)|java8|go1\.x|dotnet(core[\d.]+|[5-7])|provided)$/;

export const lambdaSupportedRuntime: ResourceRule = {
  name: "lambda-supported-runtime",
  pack: "supply-chain",
  description: "Functions run a runtime that AWS still mends.",
  severity: "medium",
  frameworks: ["AWS FSBP Lambda.2", "PCI DSS 6.3.3", "SOC 2 CC7.1"],
  why: "Holes in a deprecated runtime stay open, and one day updates of the function are refused.",
  mend: "Move to a newer version of the language.",
  link: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
  types: [LAMBDA_FUNCTION],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown runtime passes, and is judged at the update." },
  check: ({ props }) => {
    const runtime = at(props, "runtime");
    return typeof runtime === "string" && DEPRECATED.test(runtime) ? [`its runtime ${runtime} is deprecated`] : [];
  },
};
