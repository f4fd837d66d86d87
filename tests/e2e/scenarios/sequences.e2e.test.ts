/**
 * Random lives of small stacks on the real engine: configs, commands and faults by chance, the same on every machine.
 * `npm run test:soak` runs a thousand of them; `npm run test:soak -- --only <number>` shrinks one that fails here.
 */
import { found } from "../sequences/found";
import { makeLanes, type Place, runNumber, runSequence } from "../sequences/run";

const HOW_MANY = 30;

let remove: () => void;
/** What went wrong with each, by its title, once it has run. */
const outcomes = new Map<string, Promise<string | undefined>>();

interface Job {
  readonly title: string;
  readonly run: (place: Place) => Promise<string | undefined>;
}

const jobs: readonly Job[] = [
  ...found.map(({ what, sequence }, index) => ({
    title: `found before: ${what}`,
    run: (place: Place) => runSequence(place, sequence, `found-${index}`).then(() => undefined),
  })),
  ...Array.from({ length: HOW_MANY }, (_, number) => ({
    title: `sequence ${number}`,
    run: (place: Place) => runNumber(place, number),
  })),
];

beforeAll(() => {
  const made = makeLanes();
  remove = made.remove;
  const ends = made.places.map(() => Promise.resolve());
  jobs.forEach(({ title, run }, index) => {
    const at = index % ends.length;
    const outcome = ends[at]!.then(() => run(made.places[at]!)).catch((error: Error) => error.message);
    outcomes.set(title, outcome);
    ends[at] = outcome.then(() => undefined);
  });
});

afterAll(() => remove());

test.each(jobs.map(({ title }) => title))("%s", async (title) => {
  expect(await outcomes.get(title)).toBeUndefined();
});
