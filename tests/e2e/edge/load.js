/**
 * Run by k6: requests of every kind that the gateway treats apart, as a CDN sends them, each answer looked at. Who is
 * asked for lies in env: HTTPS_PORT and HTTP_PORT of the gateway, the CDN's KEY, the PAGE, how many ITERATIONS, and the file
 * that the SUMMARY goes to. It ends with 99 where one answer was wrong.
 */
import { check } from "k6";
import http from "k6/http";
import { Counter } from "k6/metrics";
import ws from "k6/ws";

const { HTTPS_PORT, HTTP_PORT, KEY, PAGE, ITERATIONS, SUMMARY } = __ENV;
const SHOP = "https://shop.example.com";
const hosts = ["shop", "slow", "live", "sticky"];

export const options = {
  scenarios: {
    visitors: { executor: "shared-iterations", vus: 32, iterations: Number(ITERATIONS), maxDuration: "20m" },
  },
  hosts: {
    "plain.example.com": `127.0.0.1:${HTTP_PORT}`,
    ...Object.fromEntries(hosts.map((host) => [`${host}.example.com`, `127.0.0.1:${HTTPS_PORT}`])),
  },
  thresholds: { checks: ["rate==1"], wrong: ["count==0"] },
  // Requests have addresses of their own: as tags they would be figures of their own.
  systemTags: ["scenario", "check"],
  discardResponseBodies: true,
};

const counts = Object.fromEntries(
  ["wrong", "stable", "fresh", "allowed", "limited", "redirected", "late", "sockets", "moved"].map((name) => [
    name,
    new Counter(name),
  ]),
);

/** All of these must hold; the first that does not is told. */
function right(kind, answer, checks) {
  if (check(answer, checks)) return;
  counts.wrong.add(1);
  const [broken] = Object.entries(checks).find(([, holds]) => !holds(answer)) ?? ["?"];
  console.error(`${kind} ${answer.url}: ${answer.status} ${answer.error}; not: ${broken}`);
}

const secured = { "has the security headers": ({ headers }) => headers["X-Content-Type-Options"] === "nosniff" };
const served = { "answers 200": ({ status }) => status === 200, ...secured };

/** Headers as the CDN sends them, and who asks as the last address. */
const from = (address, more) => ({
  headers: { "X-Slipway-Origin-Key": KEY, "X-Forwarded-For": `10.9.8.7, ${address}`, ...more },
  redirects: 0,
});

/** The same, with the body of the answer. */
const whole = (address, more) => ({ ...from(address, more), responseType: "text" });

const kinds = {
  limited() {
    const answer = http.get(`${SHOP}/limited/api`, from(`203.0.113.${1 + (__VU % 2)}`));
    counts[answer.status === 429 ? "limited" : "allowed"].add(1);
    right("limited", answer, {
      "answers 200 or 429": ({ status }) => status === 200 || status === 429,
      "says when to come back": ({ status, headers }) => status !== 429 || headers["Retry-After"] === "1",
      ...secured,
    });
  },
  cart(index, address) {
    const path = `/cart/${index}`;
    right("cart", http.get(SHOP + path, whole(address)), {
      ...served,
      "goes to the cart, without its path": ({ body }) =>
        body.includes(`"backend":"cart","method":"GET","url":"/${index}"`),
    });
  },
  page(_, address) {
    const encoding = __ITER % 2 ? "br" : "gzip";
    right("page", http.get(`${SHOP}/page`, whole(address, { "Accept-Encoding": encoding })), {
      ...served,
      "is compressed as asked": ({ headers }) => headers["Content-Encoding"] === encoding,
      "is whole": ({ body }) => body === PAGE,
    });
  },
  redirect(index, address) {
    counts.redirected.add(1);
    right("redirect", http.get(`http://plain.example.com/a?b=${index}`, from(address)), {
      "answers 301": ({ status }) => status === 301,
      "leads to HTTPS": ({ headers }) => headers.Location === `https://plain.example.com/a?b=${index}`,
    });
  },
  late(_, address) {
    counts.late.add(1);
    right("late", http.get("https://slow.example.com/slow?ms=3000", from(address)), {
      "answers 504 for what takes too long": ({ status }) => status === 504,
      "within the time-out": ({ timings }) => timings.duration >= 900 && timings.duration < 2500,
      ...secured,
    });
  },
  socket(index, address) {
    let heard;
    const text = `message ${index}`;
    const answer = ws.connect("wss://live.example.com/ws", from(address), (socket) => {
      socket.on("open", () => socket.send(text));
      socket.on("message", (message) => {
        heard = message;
        socket.close();
      });
      socket.setTimeout(() => socket.close(), 5000);
    });
    counts.sockets.add(1);
    right("socket", answer, {
      "opens a WebSocket": ({ status }) => status === 101,
      "carries what was sent": () => heard === text,
    });
  },
  /** A visitor of three pages. */
  sticky(_, address) {
    const seen = [0, 1, 2].map((page) => {
      const answer = http.get(`https://sticky.example.com/${page}`, from(address));
      right("sticky", answer, served);
      return answer.headers["X-Backend"];
    });
    const [first, ...later] = seen;
    if (!check(seen, { "a visitor stays with one version": () => later.every((each) => each === first) })) {
      counts.moved.add(1);
      counts.wrong.add(1);
      console.error(`sticky: ${seen}`);
    }
  },
  free(index, address) {
    const path = `/free/${index}`;
    const answer = http.get(SHOP + path, whole(address));
    counts[answer.headers["X-Backend"] === "shop-new" ? "fresh" : "stable"].add(1);
    right("free", answer, { ...served, "is what was asked for": ({ body }) => body.includes(`"url":"${path}"`) });
  },
};

/** Which kind an iteration is, by its last two digits; what takes time is rare. */
function kindOf(index) {
  if (index % 1000 === 999) return "late";
  if (index % 500 === 498) return "socket";
  if (index % 100 === 97) return "sticky";
  return ["limited", "cart", "page", "redirect", "free", "free", "free", "free", "free", "free"][index % 10];
}

export default function () {
  const index = __VU * 1_000_000 + __ITER;
  kinds[kindOf(__ITER)](index, `198.18.${__VU}.${__ITER % 250}`);
}

export const handleSummary = (data) => ({ [SUMMARY]: JSON.stringify(data.metrics) });
