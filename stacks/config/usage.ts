import { z } from "zod";

const amount = (what: string, unit: string) =>
  z
    .number()
    .min(0)
    .meta({ description: what, allowed: `${unit}, 0 or more`, mend: `write a number of ${unit}` });

const share = (what: string) =>
  z.number().min(0).max(1).meta({ description: what, allowed: "a share from 0 to 1", mend: "write it like 0.25" });

/**
 * What a rehearsal assumes where a bill follows the use. The defaults are a small service's: ten million requests a month
 * of 10 kB each, four a second on average.
 */
export const usage = z
  .strictObject({
    load: share("How far pods are, on average, from their fewest (0) to their most (1).").default(0.25),
    nodeHours: amount("Hours a month that nodes run; 730 is always.", "hours").max(744).default(730),
    requests: amount("Requests a month from outside, in millions.", "millions").default(10),
    internetGb: amount("GB a month out to the internet.", "GB").default(100),
    natGb: amount("GB a month through each NAT gateway.", "GB").default(50),
    endpointGb: amount("GB a month through each private path to a service.", "GB").default(20),
    zoneGb: amount("GB a month between zones, each way.", "GB").default(100),
    logGb: amount("GB a month that each log group takes in.", "GB").default(2),
    bucketGb: amount("GB in each bucket.", "GB").default(50),
    vaultGb: amount("GB of copies in each backup vault.", "GB").default(50),
    filesGb: amount("GB in each shared file system.", "GB").default(50),
    imageGb: amount("GB of images in each registry.", "GB").default(5),
    documentGb: amount("GB in each DocumentDB.", "GB").default(20),
    documentIo: amount("Reads and writes of each DocumentDB's disk a month, in millions.", "millions").default(10),
    bucketReads: amount("Reads of each bucket a month, in millions.", "millions").default(1),
    bucketWrites: amount("Writes to each bucket a month, in millions.", "millions").default(0.1),
    cdnGb: amount("GB a month from each CDN distribution to its viewers.", "GB").default(100),
    dnsQueries: amount("Queries of each DNS zone a month, in millions.", "millions").default(5),
    databaseFill: share("How full databases' disks are.").default(0.5),
    auroraGb: amount("GB of data in each Aurora.", "GB").default(50),
    auroraIos: amount("Reads and writes of each Aurora a month, in millions.", "millions").default(50),
    dailyChange: share("How much of a database's data changes each day: what its backups grow by.").default(0.02),
    spotShare: share("What spot machines cost of the list price. Default: the region's, by the price file.").optional(),
    outside: z.record(z.string().min(1), z.number().min(0)).default({}).meta({
      description: "What is paid elsewhere, US dollars a month by name, such as a database of another vendor.",
    }),
  })
  .prefault({})
  .meta({ description: "What the rehearsal's costs assume of the use." });

export type Usage = z.infer<typeof usage>;
