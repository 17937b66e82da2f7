# syntax=docker/dockerfile:1
# Bulkhead as an image without shell or package manager, run by nobody in particular. The root file system may be read-only;
# what must not be lost lies in /var/lib/bulkhead.
#   docker build -t bulkhead .
#   docker run --read-only --cap-drop ALL --security-opt no-new-privileges -e DASHBOARD_TOKEN=... \
#     -v bulkhead:/var/lib/bulkhead -p 127.0.0.1:8000:8000 bulkhead
ARG DENO_VERSION=2.9.6

FROM denoland/deno:${DENO_VERSION} AS build
WORKDIR /src
# packages first: they change less often than sources
COPY deno.json deno.lock ./
RUN ["deno", "install", "--frozen"]
COPY . .
RUN ["deno", "run", "--frozen", "--allow-read", "--allow-write", "--allow-run", "tools/dist.ts", "--folder", "/out/opt/bulkhead"]
RUN ["mkdir", "-p", "/out/var/lib/bulkhead"]

FROM gcr.io/distroless/cc-debian12:nonroot
LABEL org.opencontainers.image.title="bulkhead" \
  org.opencontainers.image.licenses="MIT"
COPY --from=build /out/opt/bulkhead /opt/bulkhead
COPY --from=build --chown=65532:65532 /out/var/lib/bulkhead /var/lib/bulkhead
WORKDIR /var/lib/bulkhead
# Others reach the page through the container's network, so DASHBOARD_TOKEN has to be set: it refuses to start without.
ENV DENO_DIR=/opt/bulkhead/deno_dir \
  DENO_NO_UPDATE_CHECK=1 \
  NO_COLOR=1 \
  BULKHEAD_ADMIN__HOST=0.0.0.0 \
  BULKHEAD_ADMIN__PORT=8000
USER 65532:65532
VOLUME ["/var/lib/bulkhead"]
EXPOSE 8000
# ordered: entries are taken back and all is stored; allow it a minute (docker stop -t 60)
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["/opt/bulkhead/deno", "run", "--no-prompt", "--cached-only", "--allow-env=BULKHEAD_ADMIN__PORT", "--allow-net=127.0.0.1", "/opt/bulkhead/app/deploy/health.ts"]
ENTRYPOINT ["/opt/bulkhead/deno", "run", "--no-prompt", "--frozen", "--cached-only", "--allow-env", "--allow-read", "--allow-write", "--allow-run", "--allow-net", "/opt/bulkhead/app/main.ts"]
CMD ["start"]
