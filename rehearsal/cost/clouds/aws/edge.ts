import type { Pricer } from "../../view";

/** CloudFront to viewers in Europe and North America; other parts of the world cost more. */
export const distribution: Pricer = (record, bill, { book, usage }) => {
  bill.add(record, {
    ...{ part: "edge", what: "data to viewers", unit: "GB", quantity: usage.cdnGb, price: book.service("cdn.gb") },
  });
  bill.add(record, {
    ...{ part: "edge", what: "requests of viewers", unit: "ten thousand" },
    ...{ quantity: usage.requests * 100, price: book.service("cdn.10k") },
  });
};

export const webAcl: Pricer = (record, bill, { book, usage }) => {
  const rules = Array.isArray(record.inputs["rules"]) ? record.inputs["rules"].length : 0;
  bill.add(record, {
    ...{ part: "edge", what: "firewall", unit: "months", quantity: 1, price: book.service("waf.acl") },
  });
  bill.add(record, {
    ...{ part: "edge", what: `${rules} rules`, unit: "months", quantity: rules, price: book.service("waf.rule") },
  });
  bill.add(record, {
    ...{ part: "edge", what: "requests looked at", unit: "million" },
    ...{ quantity: usage.requests, price: book.service("waf.1m") },
  });
};

export const dnsZone: Pricer = (record, bill, { book, usage }) => {
  bill.add(record, {
    ...{ part: "edge", what: "DNS zone", unit: "months", quantity: 1, price: book.service("zone.month") },
  });
  bill.add(record, {
    ...{ part: "edge", what: "queries", unit: "million", quantity: usage.dnsQueries, price: book.service("dns.1m") },
  });
};
