# RevRx, the frontend (Next.js with `output: "standalone"`), hardened: nothing but Node.js and the application, no shell, no package manager, not root.
FROM node:22.22.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM gcr.io/distroless/nodejs22-debian12:nonroot
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
