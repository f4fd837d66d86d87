import { z } from "zod";
import { cidr, host, name, oneOf, whole } from "../fields";

const way = z.strictObject({
  name: name("what is at the other end").meta({ description: "What is at the other end." }),
  hosts: z.array(host).min(1).optional().meta({
    description:
      "Public names. A NetworkPolicy knows addresses only, so this opens the ports to every public address; the names say what for.",
  }),
  cidrs: z.array(cidr).min(1).optional().meta({ description: "Address ranges, none wider than /8." }),
  ports: z.array(whole(1, 65535)).min(1).meta({ description: "Ports." }),
  protocol: oneOf(["TCP", "UDP"], { description: "Protocol." }).default("TCP"),
});

/** Ways out that no store and no other workload stands for. */
export const egress = z
  .array(way)
  .default([])
  .meta({ description: "Further ways out: public names or address ranges, with their ports." });
