/**
 * Load test: bookings below the limits of the edge (10 to 20 requests a second from one address). The document gives no figure of its own: 95% within a second.
 *
 *     TARGET=https://staging.spirit-tours.example.com k6 run examples/spirit-tours/load.js
 *
 * Needs k6 (grafana.com/docs/k6). Never run it against what people use without telling them; `LOAD` makes it smaller:
 * LOAD=0.1 is a tenth. It ends with 99 where a threshold was crossed.
 */
import { check } from "k6";
import http from "k6/http";

const target = __ENV.TARGET ?? "https://staging.spirit-tours.example.com";
/** What is asked for, one after the other: PATHS=/health,/orders */
const paths = (__ENV.PATHS ?? "/health").split(",");
const load = Number(__ENV.LOAD ?? 1);

export const options = {
  scenarios: {
    visitors: {
      executor: "constant-arrival-rate",
      rate: 10 * load, // one address is limited from there on
      timeUnit: "1s",
      duration: "10m",
      preAllocatedVUs: 20,
      maxVUs: 100,
    },
  },
  thresholds: {
    http_req_duration: ["p(95)<1000"],
    http_req_failed: ["rate<0.01"],
  },
};

export default function () {
  for (const path of paths) {
    const answer = http.get(`${target}${path}`, { tags: { name: path } });
    check(answer, { "answers 200": ({ status }) => status === 200 });
  }
}
