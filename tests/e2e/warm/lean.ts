/** Takes off the SDK what a program of the engine's making goes without (docs/decisions/0025); it comes before the SDK. */
const { install } = require("../../../lean-sdk.cjs") as { install(underEngine: boolean): void };

install(true);
