# RevRx, the backend and its Celery worker, hardened: built where compilers are, run where none are; not root, nothing to write to but /tmp.
# The digests are those of all platforms together; let Renovate or Dependabot bring newer ones.
FROM python:3.13.9-slim-bookworm@sha256:b685a4fa58bb19d1814d78a1ec0f0208f351452724f78b20212c984d6e124a34 AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
RUN python -m venv /venv
COPY requirements.txt ./
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.13.9-slim-bookworm@sha256:b685a4fa58bb19d1814d78a1ec0f0208f351452724f78b20212c984d6e124a34
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
# Whoever gets in finds no package manager to bring the rest with.
RUN rm -rf /usr/local/lib/python3.13/site-packages/pip /usr/local/bin/pip*
WORKDIR /app
COPY --from=build --chown=0:0 /venv /venv
COPY --chown=0:0 . .
USER 1000
EXPOSE 8000 9100
# The orchestrator's own probes ask /health; this is for those who run it by hand.
HEALTHCHECK --interval=10s --timeout=3s CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://localhost:8000/health', timeout=2)"]
CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", "8000"]
