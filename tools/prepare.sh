# Sourced by the other scripts, in the project's folder: afterwards `node` is new enough and the dependencies are there.
# Nothing is installed outside this folder.

new_enough() {
  command -v node >/dev/null 2>&1 && [ "$(node -p 'process.versions.node.split(".")[0] >= 24' 2>/dev/null)" = true ]
}

# A stamp holds the checksum of the lockfile it was installed from.
installed() { # folder
  [ -f "$1/node_modules/.stamp" ] && [ "$(cat "$1/node_modules/.stamp")" = "$(cksum <"$1/package-lock.json")" ]
}

install() { # folder, what to say, options
  installed "$1" && return 0
  echo "$2" >&2
  (cd "$1" && shift 2 && npm ci --no-audit --no-fund --loglevel=error "$@" >&2) || {
    echo "The packages in $1 could not be installed; what npm said stands above. Nothing else was changed." >&2
    exit 1
  }
  cksum <"$1/package-lock.json" >"$1/node_modules/.stamp"
}

if ! command -v npm >/dev/null 2>&1; then
  echo "npm is missing. Install Node.js with npm (any version since 18), then run this again." >&2
  exit 1
fi

if ! new_enough; then
  install tools/runtime "Getting a newer Node for this folder alone …" --ignore-scripts
  PATH="$PWD/tools/runtime/node_modules/.bin:$PATH"
  export PATH
  new_enough || {
    echo "Alles needs Node 24 or newer, and none could be had from npm for this machine. Install one, then run this again." >&2
    exit 1
  }
fi
install . "Installing dependencies …"

# Node keeps what it made of our TypeScript: the next start is faster.
NODE_COMPILE_CACHE="$PWD/node_modules/.cache/compile"
export NODE_COMPILE_CACHE

# Vite's output is stale when anything it is made of is newer.
build_web() {
  stamp=apps/web/dist/.built
  sources="apps/web/src apps/web/index.html apps/web/public apps/web/vite.config.ts apps/web/package.json services/*/contract platform/contract package-lock.json"
  existing=""
  for source in $sources; do [ -e "$source" ] && existing="$existing $source"; done
  # shellcheck disable=SC2086
  if [ -f "$stamp" ] && [ -z "$(find $existing -newer "$stamp" -print 2>/dev/null | head -n 1)" ]; then return 0; fi
  echo "Building the web client …" >&2
  (cd apps/web && node ../../node_modules/vite/bin/vite.js build --logLevel warn >&2) || {
    echo "The web client could not be built; what Vite said stands above." >&2
    exit 1
  }
  touch "$stamp"
}
