/** The table of README.md that says of each chart whether it is the real one. */
import { type ChartKey, type ChartPin, charts } from "../../../components/helm/versions";
import { origins } from "./origins";

/** One row a chart, its cells not padded: chart and version, real or stand-in, where it is had, how it differs. */
export function chartRows(): readonly (readonly string[])[] {
  return (Object.keys(origins) as ChartKey[]).map((key) => {
    const { chart, version }: ChartPin = charts[key];
    const origin = origins[key];
    const name = `${chart} ${version}`;
    return origin.kind === "stand-in"
      ? [name, "stand-in", "generated", origin.why]
      : [name, "real", `\`${origin.module.path}\` ${origin.module.version}`, origin.differs ?? ""];
  });
}
