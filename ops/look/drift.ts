import type { CommandSpec, Flags } from "../command";
import type { ResourceChange } from "../stack/engine";

export const drift: CommandSpec<Flags> = {
  usage: "drift",
  description:
    "Where the cloud and the cluster differ from what Pulumi made: every resource that somebody has changed or deleted, with the properties. Exit code 2 where there is any.",
  effect: "reads",
  examples: ["drift --stack prod", "drift --stack prod --json"],
  run: async ({ engine, config }) => {
    const drifted = await (await engine()).drift();
    const lines = drifted.map(line);
    return {
      succeeded: drifted.length === 0,
      summary:
        drifted.length === 0
          ? `${config.name} is as it was made`
          : [
              `${drifted.length} of ${config.name} ${drifted.length > 1 ? "have" : "has"} drifted; pulumi up --refresh --stack ${config.stack} puts it right`,
              ...lines,
            ].join("\n  "),
      drifted,
    };
  },
};

const line = ({ name, type, operation, properties }: ResourceChange): string =>
  operation === "delete" ? `${name} (${type}) is gone` : `${name} (${type}): ${properties.join(", ") || "changed"}`;
