# RevRx, the frontend (Next.js with `output: "standalone"`), hardened: nothing but Node.js and the application, no shell, no package manager, not root.
# The digests are those of all platforms together; let Renovate or Dependabot bring newer ones.
FROM node:22.22.0-bookworm-slim@sha256:dd9d21971ec4395903fa6143c2b9267d048ae01ca6d3ea96f16cb30df6187d94 AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM gcr.io/distroless/nodejs22-debian12:nonroot@sha256:13593b7570658e8477de39e2f4a1dd25db2f836d68a0ba771251572d23bb4f8e
ENV NODE_ENV=production PORT=3000
WORKDIR /app
COPY --from=build --chown=0:0 /app/.next/standalone .
COPY --from=build --chown=0:0 /app/.next/static ./.next/static
COPY --from=build --chown=0:0 /app/public ./public
USER 1001
EXPOSE 3000
# The orchestrator's own probes ask /api/health; this is for those who run it by hand.
HEALTHCHECK --interval=10s --timeout=3s CMD ["/nodejs/bin/node", "-e", "fetch('http://localhost:3000/api/health').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["server.js"]
