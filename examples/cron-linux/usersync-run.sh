#!/bin/sh
# /opt/usersync/usersync-run.sh: one run with a report of its own.
# Started by the timer or by cron; takes further options of `usersync run`. Reports older than 90 days are deleted.
set -eu
umask 027
cd /var/log/usersync
find . -name '*.html' -mtime +90 -delete
exec /opt/usersync/node_modules/.bin/usersync run --config /etc/usersync/usersync.config.yaml \
  --report "$(date -u +%Y-%m-%dT%H%M%SZ).html" "$@"
