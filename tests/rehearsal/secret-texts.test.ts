/** Secrets are found in texts by a key, not one by one: what is found is what a plain search would find. */
import * as fc from "fast-check";
import { SecretSearch } from "../../rehearsal/engine/secret-texts";

const password = "Qm4v8Zt2Lx9Rb6Ws1Kd7";

test.each([
  ["as it is", password],
  ["within a longer row", `xx${password}yy`],
  ["in JSON", JSON.stringify({ password })],
  ["in an address", `postgres://web:${password}@db:5432/shop`],
])("a secret is found and replaced %s", (_, text) => {
  const search = new SecretSearch(new Set([password]));
  expect(search.isIn(text)).toBe(true);
  expect(search.replaceIn(text, "***")).toBe(text.replace(password, "***"));
});

test("one that is part of another, and one of words, are replaced whole", () => {
  const search = new SecretSearch(new Set([password, `${password}-more`, "a b c d e", ""]));
  expect(search.replaceIn(`${password}-more and a b c d e and ${password}`, "*")).toBe("* and * and *");
  expect(search.isIn("nothing of the kind, in a text that is long enough")).toBe(false);
});

test("what is found is what a plain search finds, whatever secrets and texts are", () => {
  const letters = fc.string({ unit: fc.constantFrom(..."ab1-{ "), minLength: 8, maxLength: 24 });
  fc.assert(
    fc.property(
      fc.uniqueArray(letters, { maxLength: 6 }),
      letters,
      letters,
      fc.nat(5),
      (secrets, before, after, at) => {
        const search = new SecretSearch(new Set(secrets));
        const text = `${before}${secrets[at] ?? ""}${after}`;
        expect(search.isIn(text)).toBe(secrets.some((secret) => text.includes(secret)));
        const cleaned = search.replaceIn(text, "*");
        expect(secrets.some((secret) => cleaned.includes(secret))).toBe(false);
      },
    ),
  );
});
