import { type Catalogue, type Context, catalogueOf } from "./model";

const letters = "abcdefghijklmnopqrstuvwxyz";
const digits = "0123456789";

/** Characters in the classes that the inputs ask for, the same in every run. */
function randomText(c: Context): string {
  const length = Number(c.inputs["length"]);
  const on = (key: string) => c.inputs[key] !== false;
  const custom = c.inputs["overrideSpecial"];
  const special = typeof custom === "string" ? custom : "!@#$%&*()-_=+[]{}<>:?";
  const alphabet =
    (on("lower") ? letters : "") +
    (on("upper") ? letters.toUpperCase() : "") +
    (on("numeric") ? digits : "") +
    (on("special") ? special : "");
  const hex = c.hash(length * 4, "random");
  let text = "";
  for (let at = 0; at < length; at++) {
    text += alphabet[Number.parseInt(hex.slice(at * 4, at * 4 + 4), 16) % alphabet.length];
  }
  return text;
}

const replaceOn = [
  "length",
  "keepers",
  "special",
  "overrideSpecial",
  "upper",
  "lower",
  "numeric",
  "byteLength",
  "prefix",
];

/** The random provider: "random" values come from the URN. */
export const random: Catalogue = catalogueOf(
  "random",
  {
    "random:index/randomPassword:RandomPassword": {
      id: () => "none",
      required: ["length"],
      outputs: (c) => ({ result: randomText(c), bcryptHash: `$2a$10$${c.hash(53, "bcrypt")}` }),
      secrets: ["result", "bcryptHash"],
      replaceOn,
    },
    "random:index/randomString:RandomString": {
      id: randomText,
      required: ["length"],
      outputs: (c) => ({ result: randomText(c) }),
      replaceOn,
    },
    "random:index/randomId:RandomId": {
      id: (c) => Buffer.from(c.hash(Number(c.inputs["byteLength"]) * 2, "id"), "hex").toString("base64url"),
      required: ["byteLength"],
      outputs: (c) => {
        const hex = c.hash(Number(c.inputs["byteLength"]) * 2, "id");
        const prefix = typeof c.inputs["prefix"] === "string" ? c.inputs["prefix"] : "";
        const bytes = Buffer.from(hex, "hex");
        return {
          hex: prefix + hex,
          dec: prefix + BigInt(`0x${hex}`).toString(),
          b64Std: prefix + bytes.toString("base64"),
          b64Url: prefix + bytes.toString("base64url"),
        };
      },
      replaceOn,
    },
    "random:index/randomPet:RandomPet": { id: (c) => `steady-${c.hash(6)}`, replaceOn },
    "random:index/randomInteger:RandomInteger": {
      id: (c) => String(c.inputs["min"]),
      outputs: (c) => ({ result: c.inputs["min"] ?? 0 }),
      replaceOn,
    },
  },
  {},
  () => "rehearsal/clouds/random.ts",
);
