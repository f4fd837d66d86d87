/**
 * Load test: from two pods to ten and back, so that autoscaling at 70% CPU is seen. The document gives no figure of its own: 95% within a second.
 *
 *     TARGET=https://staging.revrx.example.com k6 run examples/revrx/load.js
 *
 * Needs k6 (grafana.com/docs/k6). Never run it against what people use without telling them; `LOAD` makes it smaller:
 * LOAD=0.1 is a tenth. It ends with 99 where a threshold was crossed.
 */
import { check, sleep } from "k6";
import http from "k6/http";

const target = __ENV.TARGET ?? "https://staging.revrx.example.com";
/** What is asked for, one after the other: PATHS=/health,/orders */
const paths = (__ENV.PATHS ?? "/api/health").split(",");
const load = Number(__ENV.LOAD ?? 1);

const api = __ENV.API ?? "https://api-staging.revrx.example.com";

export const options = {
  scenarios: {
    wave: {
      executor: "ramping-vus",
      startVUs: 0,
      stages: [
        { duration: "5m", target: 200 * load },
        { duration: "10m", target: 200 * load },
        { duration: "5m", target: 0 },
      ],
    },
  },
  thresholds: {
    http_req_duration: ["p(95)<1000"],
    http_req_failed: ["rate<0.01"],
  },
};

export default function () {
  for (const path of paths) {
    const page = http.get(`${target}${path}`, { tags: { name: path } });
    check(page, { "the frontend answers 200": ({ status }) => status === 200 });
  }
  const answer = http.get(`${api}/health`, { tags: { name: "backend" } });
  check(answer, { "the backend answers 200": ({ status }) => status === 200 });
  sleep(1);
}
