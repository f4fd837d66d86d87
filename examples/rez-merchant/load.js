/**
 * Load test: 10,000 users at once, as many requests as the busiest hour of a million a day; 95% within 300 ms.
 *
 *     TARGET=https://api.staging.rez.example.com k6 run examples/rez-merchant/load.js
 *
 * Needs k6 (grafana.com/docs/k6). Never run it against what people use without telling them; `LOAD` makes it smaller:
 * LOAD=0.1 is a tenth. It ends with 99 where a threshold was crossed.
 */
import { check, sleep } from "k6";
import http from "k6/http";

const target = __ENV.TARGET ?? "https://api.staging.rez.example.com";
/** What is asked for, one after the other: PATHS=/health,/orders */
const paths = (__ENV.PATHS ?? "/health").split(",");
const load = Number(__ENV.LOAD ?? 1);

/** A million requests a day are 11.6 a second; at its busiest a day has ten times that. */
const busiest = Math.round((1_000_000 / 86_400) * 10);

export const options = {
  scenarios: {
    users: {
      executor: "ramping-vus",
      startVUs: 0,
      stages: [
        { duration: "5m", target: 10_000 * load },
        { duration: "10m", target: 10_000 * load },
        { duration: "1m", target: 0 },
      ],
    },
  },
  thresholds: {
    http_req_duration: ["p(95)<300"],
    http_req_failed: ["rate<0.01"],
    http_reqs: [`rate>${Math.floor(busiest * 0.5 * load)}`],
  },
};

export default function () {
  for (const path of paths) {
    const answer = http.get(`${target}${path}`, { tags: { name: path } });
    check(answer, { "answers 200": ({ status }) => status === 200 });
  }
  // So that 10,000 users ask as often as a busy hour has requests.
  sleep(10_000 / busiest);
}
