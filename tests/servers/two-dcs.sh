#!/usr/bin/env bash
# two-dcs.sh [BASE_PORT [memory|disk]] - two datacenters on 127.0.0.1, one server each, WAN-joined; prints their HTTP and DNS addresses.
# Uses BASE..BASE+4 (east: http dns server lan wan) and BASE+10..BASE+14 (west). End them with: consul-agent.sh stopall
set -euo pipefail
agent=$(cd "$(dirname "$0")" && pwd)/consul-agent.sh
east=${1:-18500}
west=$((east + 10))
store=store=${2:-memory}

ports() { echo "http=$1 dns=$(($1 + 1)) server=$(($1 + 2)) lan=$(($1 + 3)) wanport=$(($1 + 4))"; }
sees() { curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$1/v1/catalog/services?dc=$2"; }

# shellcheck disable=SC2046 # one argument a port
"$agent" start east dc-east server 127.0.0.1 "$store" $(ports "$east") wan=127.0.0.1:$((west + 4)) &
first=$!
# shellcheck disable=SC2046
"$agent" start west dc-west server 127.0.0.1 "$store" $(ports "$west") wan=127.0.0.1:$((east + 4))
wait $first
for _ in $(seq 200); do
  if [ "$(sees "$east" dc-west)$(sees "$west" dc-east)" = 200200 ]; then
    echo "dc-east http://127.0.0.1:$east dns 127.0.0.1:$((east + 1))"
    echo "dc-west http://127.0.0.1:$west dns 127.0.0.1:$((west + 1))"
    exit 0
  fi
  sleep 0.05
done
echo "the datacenters do not see each other" >&2
exit 1
