#!/bin/sh
# grpc-server.sh [SCRIPT [ARGUMENTS]] - runs grpc-health.py (see there), or another script beside it, with a Python that has grpcio; ends with its standard input.
#
# grpcio is the system Python's own, or else Debian's package python3-grpcio, unpacked once into a private cache
# ($CLIENTFAILOVER_GRPCIO, default ${XDG_CACHE_HOME:-$HOME/.cache}/clientfailover/grpcio): nothing is installed, no root is needed.
# Exit status 3: there is no grpcio, and none could be had; the last line of stderr says why.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=/usr/bin/python3
die() { printf '%s\n' "grpc-server: $*" >&2; exit 3; }
[ -x "$python" ] || die "no $python"
if ! "$python" -c 'import grpc' 2>/dev/null; then
  cache=${CLIENTFAILOVER_GRPCIO:-${XDG_CACHE_HOME:-${HOME:?}/.cache}/clientfailover/grpcio}
  "$here/install-tools.sh" "$cache" python3-grpcio >/dev/null || die "python3-grpcio is not installed and could not be downloaded"
  . "$cache/env"
  PYTHONPATH=$cache/usr/lib/python3/dist-packages
  export PYTHONPATH
  "$python" -c 'import grpc' >&2 || die "the python3-grpcio of $cache does not run with $python"
fi
script=${1:-grpc-health.py}
[ $# -eq 0 ] || shift
exec "$python" "$here/$script" "$@"
