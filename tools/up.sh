#!/bin/sh
# From a fresh clone to a running system, in the foreground.
set -eu
cd "$(dirname "$0")/.."
. tools/prepare.sh
build_web
exec node apps/server/main.ts
