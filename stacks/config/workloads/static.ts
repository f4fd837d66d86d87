import { z } from "zod";
import { host, name, path } from "../fields";

/** A static site: the pages of a bucket, served by the CDN. Nothing of it runs in the cluster. */
export const staticWorkload = z.strictObject({
  kind: z.literal("static"),
  store: name("the name of a store", 20).meta({ description: "Bucket of the stack that holds its pages." }),
  hosts: z.array(host).min(1).meta({ description: "Public names it answers to; each lies in a zone of edge.dns." }),
  index: z
    .string()
    .regex(/^[\w\-.][\w\-./]*$/)
    .default("index.html")
    .meta({
      description: "Page of the root.",
      allowed: "the name of an object, with no / before it",
      mend: "write it like index.html",
    }),
  notFound: path.optional().meta({
    description:
      "Page shown, with 404, where there is none. Default: the page of the root, with 200; it routes by itself.",
  }),
  cache: z
    .array(
      z
        .string()
        .regex(/^\/[\w\-./*?~%]*$/)
        .meta({ allowed: "a path beginning with /; * stands for any characters", mend: "write it like /assets/*" }),
    )
    .max(20)
    .default(["/assets/*"])
    .meta({ description: "Paths that never change: kept for a year. Pages are kept for a minute." }),
});
