#!/bin/sh
# Prepares what `up` prepares, then runs one of the project's programs: sh tools/run.sh PROGRAM [ARGUMENTS]
set -eu
cd "$(dirname "$0")/.."
. tools/prepare.sh
build_web
exec node "$@"
