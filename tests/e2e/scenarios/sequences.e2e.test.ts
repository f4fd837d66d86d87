/**
 * Random lives of small stacks on the real engine: configs, commands and faults by chance, the same on every machine.
 * `npm run test:soak` runs a thousand of them; `npm run test:soak -- --only <number>` shrinks one that fails here.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { found } from "../sequences/found";
import { AT_ONCE, makePlace, type Place, runNumber, runSequence } from "../sequences/run";

const HOW_MANY = 30;

let place: Place;
/** What went wrong with each, by its title, once it has run. */
const outcomes = new Map<string, Promise<string | undefined>>();

const jobs: readonly { readonly title: string; readonly run: () => Promise<string | undefined> }[] = [
  ...found.map(({ what, sequence }, index) => ({
    title: `found before: ${what}`,
    run: () => runSequence(place, sequence, `found-${index}`).then(() => undefined),
  })),
  ...Array.from({ length: HOW_MANY }, (_, number) => ({
    title: `sequence ${number}`,
    run: () => runNumber(place, number),
  })),
];

beforeAll(() => {
  place = makePlace(mkdtempSync(join(tmpdir(), "slipway-sequences-")));
  const lanes = Array.from({ length: AT_ONCE }, () => Promise.resolve());
  jobs.forEach(({ title, run }, index) => {
    const lane = index % AT_ONCE;
    const outcome = lanes[lane]!.then(run).catch((error: Error) => error.message);
    outcomes.set(title, outcome);
    lanes[lane] = outcome.then(() => undefined);
  });
});

afterAll(() => rmSync(place.folder, { recursive: true, force: true }));

test.each(jobs.map(({ title }) => title))("%s", async (title) => {
  expect(await outcomes.get(title)).toBeUndefined();
});
