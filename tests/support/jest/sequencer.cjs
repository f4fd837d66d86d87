const { default: Sequencer } = require("@jest/test-sequencer");

/** Short files that take long: they rehearse whole systems, or bring them up. */
const long = [
  /tests\/(examples\/(?!systems|scripts)|contracts\/clouds|stacks\/deploy\/|docs\/(cookbook|generated)|policy\/newcomers)/,
  /tests\/e2e\/scenarios\/(ops|lifecycle|systems|faults-|charts\.|kubernetes|sequences|odd-inputs)/,
];
const isLong = ({ path }) => long.some((each) => each.test(path));

/**
 * The longest first, so that no worker is left with one at the end while the other has nothing to do. Jest knows how long
 * each took the last time; on a clean machine it goes by their size, which is wrong for these.
 */
class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (tests.some(({ duration }) => duration !== undefined)) return sorted;
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
}

module.exports = LongestFirst;
