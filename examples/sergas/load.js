/**
 * Load test: what a promotion from 10% to 100% must bear. The document asks for performance tests and gives no figure: 100 requests a second, answered within a second.
 *
 *     TARGET=https://staging.sergas.example.com k6 run examples/sergas/load.js
 *
 * Needs k6 (grafana.com/docs/k6). Never run it against what people use without telling them; `LOAD` makes it smaller:
 * LOAD=0.1 is a tenth. It ends with 99 where a threshold was crossed.
 */
import { check } from "k6";
import http from "k6/http";

const target = __ENV.TARGET ?? "https://staging.sergas.example.com";
/** What is asked for, one after the other: PATHS=/health,/orders */
const paths = (__ENV.PATHS ?? "/health").split(",");
const load = Number(__ENV.LOAD ?? 1);

export const options = {
  scenarios: {
    steady: {
      executor: "constant-arrival-rate",
      rate: 100 * load,
      timeUnit: "1s",
      duration: "30m", // as long as the rollout watches: 5, 10 and 15 minutes
      preAllocatedVUs: 100,
      maxVUs: 400,
    },
  },
  thresholds: {
    http_req_duration: ["p(95)<1000"],
    http_req_failed: ["rate<0.01"], // the rollout's own gate
  },
};

export default function () {
  for (const path of paths) {
    const answer = http.get(`${target}${path}`, { tags: { name: path } });
    check(answer, { "answers 200": ({ status }) => status === 200 });
  }
}
