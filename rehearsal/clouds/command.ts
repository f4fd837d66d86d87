import { type Catalogue, catalogueOf } from "./model";

/** The command provider: nothing is run; a command has succeeded and printed nothing. */
export const command: Catalogue = catalogueOf(
  "command",
  {
    "command:local:Command": {
      id: (c) => `command${c.hash(16)}`,
      outputs: () => ({ stdout: "", stderr: "" }),
      replaceOn: ["triggers"],
    },
  },
  { "command:local:run": () => ({ stdout: "", stderr: "" }) },
  () => "rehearsal/clouds/command.ts",
);
