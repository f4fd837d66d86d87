const { default: Sequencer } = require("@jest/test-sequencer");

/** Short files that take long: they rehearse whole systems. */
const long =
  /tests\/(examples\/(?!systems|scripts)|contracts\/clouds|stacks\/deploy\/|docs\/(cookbook|generated)|policy\/newcomers)/;

/**
 * The longest first, so that no worker is left with one at the end while the other has nothing to do. Jest knows how long
 * each took the last time; on a clean machine it goes by their size, which is wrong for these.
 */
class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (tests.some(({ duration }) => duration !== undefined)) return sorted;
    return [...sorted.filter(({ path }) => long.test(path)), ...sorted.filter(({ path }) => !long.test(path))];
  }
}

module.exports = LongestFirst;
