/**
 * Load test: 1000 requests a second for ten minutes, 95% of them within half a second, at most one of a thousand failing.
 *
 *     TARGET=https://api.staging.leather.example.com k6 run examples/leather-api/load.js
 *
 * Needs k6 (grafana.com/docs/k6). Never run it against what people use without telling them; `LOAD` makes it smaller:
 * LOAD=0.1 is a tenth. It ends with 99 where a threshold was crossed.
 */
import { check } from "k6";
import http from "k6/http";

const target = __ENV.TARGET ?? "https://api.staging.leather.example.com";
/** What is asked for, one after the other: PATHS=/health,/orders */
const paths = (__ENV.PATHS ?? "/health").split(",");
const load = Number(__ENV.LOAD ?? 1);

export const options = {
  scenarios: {
    sustained: {
      executor: "constant-arrival-rate",
      rate: 1000 * load,
      timeUnit: "1s",
      duration: "10m",
      preAllocatedVUs: 500,
      maxVUs: 2000,
    },
  },
  thresholds: {
    http_req_duration: ["p(95)<500"],
    http_req_failed: ["rate<0.001"],
    dropped_iterations: ["count<100"],
  },
};

export default function () {
  for (const path of paths) {
    const answer = http.get(`${target}${path}`, { tags: { name: path } });
    check(answer, { "answers 200": ({ status }) => status === 200 });
  }
}
