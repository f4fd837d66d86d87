import { z } from "zod";
import { path, whole } from "../fields";

const port = whole(1024, 65535);

const probe = z
  .strictObject({
    path: path.optional().meta({ description: "Asks this path by HTTP." }),
    port: port.optional().meta({ description: "Port of `path`. Default: a web workload's own." }),
    grpc: port.optional().meta({ description: "Asks gRPC's health service on this port." }),
    tcp: port.optional().meta({ description: "Opens a connection to this port." }),
    command: z.array(z.string().min(1)).min(1).optional().meta({ description: "Exits 0 while all is well." }),
    periodSeconds: whole(1, 3600, { description: "Seconds between two tries." }).optional(),
    timeoutSeconds: whole(1, 600, { description: "Seconds after which a try has failed." }).optional(),
    failureThreshold: whole(1, 600, { description: "Failed tries in a row that count." }).optional(),
  })
  .meta({ description: "How to ask: one of path, grpc, tcp and command." });

/** Three questions; a web workload has all three by its `health` where they are not told apart here. */
export const probes = z
  .strictObject({
    startup: probe.optional().meta({ description: "Has it started? The others count only once it has." }),
    readiness: probe.optional().meta({ description: "May it get work? Taken out of service while it fails." }),
    liveness: probe.optional().meta({ description: "Is it alive? Restarted when it fails." }),
  })
  .default({})
  .meta({ description: "Probes, where they differ from the usual." });
