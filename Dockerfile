# syntax=docker/dockerfile:1
# 24 is the active LTS.
FROM node:24-slim AS build
WORKDIR /app
# Alone, so that a change of the sources does not install everything again.
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

# `docker build --target agent`: runs an agent's command. Build on it: `FROM flotilla-agent`, then install the command.
FROM node:24-slim AS agent
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates git \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production XDG_STATE_HOME=/state
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
RUN mkdir /state && chown node:node /state
# Work trees, notes and logs: what the next start goes on with.
VOLUME /state
USER node
ENTRYPOINT ["node", "/app/dist/main.js", "agent", "run"]

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
COPY package.json app.yml LICENSE ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY db/migrations ./db/migrations
# The embedded PostgreSQL keeps its data here when DATABASE_URL is not set.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
# A process that is only a worker listens on nothing, so there is nothing to ask.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["node", "-e", "if (!(process.env.ROLES || 'web').includes('web')) process.exit(0); fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
