import { z } from "zod";
import { oneOf } from "../fields";

const evenly = oneOf(["preferred", "required"]);

/** Which nodes carry it, and who goes first when there is no room. */
export const placement = {
  architecture: oneOf(["amd64", "arm64"], {
    description: "Processor of its nodes. Default: whichever the cluster has.",
  }).optional(),
  spot: oneOf(["never", "preferred", "required"], {
    description:
      "Spare capacity, cheaper, and taken back at short notice: never; first, with other nodes where there is none; or nothing else. Default: wherever there is room.",
  }).optional(),
  priority: oneOf(["low", "normal", "high"], {
    description: "Who goes first when there is no room: high pushes others out, low waits.",
  }).default("normal"),
};

/** How several pods keep apart. */
export const spread = z
  .strictObject({
    zones: evenly.default("preferred").meta({ description: "Evenly over zones; required: a pod rather waits." }),
    nodes: evenly.default("preferred").meta({ description: "Evenly over nodes; required: a pod rather waits." }),
    apart: oneOf(["none", "preferred", "required"], {
      description: "Two pods on one node: allowed, avoided, or refused (a pod rather waits).",
    }).default("preferred"),
  })
  .prefault({})
  .meta({ description: "How pods keep apart, so that losing a node or a zone costs few of them." });
