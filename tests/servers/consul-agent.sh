#!/usr/bin/env bash
# consul-agent.sh - start and stop throw-away Consul agents on loopback for tests.
#
#   consul-agent.sh start NAME DC server|client BIND_IP [key=value ...]
#       client=IP        where clients ask it (default BIND_IP)
#       netns=NAME       the network namespace it runs in (ip netns; wants root)
#       join=IP[:PORT]   LAN-join (client, or a second server)
#       wan=IP[:PORT]    WAN-join another datacenter's server
#       expect=N         servers expected before a leader is elected (default 1)
#       store=memory|disk  memory: `-dev` storage, a restart loses everything (default disk)
#       keep=1           keep the data folder of an earlier start (default: wiped)
#       extra=FILE       one more config file, merged last
#       owner=PID        end the agent when that process is gone (a test run that was killed cleans up nothing)
#       http=PORT dns=PORT https=PORT grpc=PORT server=PORT lan=PORT wanport=PORT
#       gossip=fast|middle|default   how soon a killed agent's node is critical: about 0.5, 2.5, 6 s (default middle;
#                        fast marks live nodes failed when the machine is busy)
#       wait=no          do not wait until the agent answers (default: leader known)
#   consul-agent.sh stop NAME     graceful leave (SIGTERM; the agent is told to leave)
#   consul-agent.sh kill NAME     SIGKILL
#   consul-agent.sh pause NAME    SIGSTOP: sockets stay open, nothing answers
#   consul-agent.sh resume NAME   SIGCONT
#   consul-agent.sh stopall
# State: $CONSUL_RUN (default ${TMPDIR:-/tmp}/clientfailover-consul)/NAME/{pid,log,config.json,data}
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
run=${CONSUL_RUN:-${TMPDIR:-/tmp}/clientfailover-consul}
cmd=${1:?start|stop|kill|pause|resume|stopall}; shift

pid_of() { cat "$run/$1/pid"; }

stopped() { # PID: whether each of its threads stands still; the signal reaches them one after the other
  [ -d "/proc/$1/task" ] || return 0
  ! cat "/proc/$1/task"/*/stat 2>/dev/null | sed 's/.*) //' | grep -qv '^[Tt]'
}

end() { # NAME SIGNAL
  local pid; pid=$(pid_of "$1" 2>/dev/null) || return 0
  kill "-$2" "$pid" 2>/dev/null || { rm -f "$run/$1/pid"; return 0; }
  for _ in $(seq 200); do kill -0 "$pid" 2>/dev/null || break; sleep 0.05; done
  rm -f "$run/$1/pid"
}

gossip_settings() { # fast|middle|default
  local times
  case $1 in
    fast)   times='"gossip_interval": "50ms", "probe_interval": "100ms", "probe_timeout": "80ms", "suspicion_mult": 3' ;;
    middle) times='"gossip_interval": "100ms", "probe_interval": "500ms", "probe_timeout": "400ms", "suspicion_mult": 3' ;;
    default) return 0 ;;
    *) echo "unknown gossip setting $1" >&2; exit 2 ;;
  esac
  printf '  "gossip_lan": { %s },\n  "gossip_wan": { %s },\n' "$times" "$times"
}

server_settings() {
  if [ "$role" != server ]; then return 0; fi
  printf '  "retry_join_wan": [%s],\n  "retry_interval_wan": "1s",\n' "${wan:+\"$wan\"}"
  [ "$store" = memory ] || printf '  "bootstrap_expect": %d,\n' "$expect"
}

write_config() { # FILE
  {
    cat <<JSON
{
  "node_name": "$name", "datacenter": "$dc", "server": $([ "$role" = server ] && echo true || echo false),
  "bind_addr": "$bind", "client_addr": "$client",
  "ports": { "http": $http, "dns": $dns, "https": $https, "grpc": $grpc, "server": $server, "serf_lan": $lan, "serf_wan": $wanport },
  "disable_update_check": true, "disable_host_node_id": true, "disable_remote_exec": true,
  "enable_local_script_checks": false, "disable_keyring_file": true,
  "leave_on_terminate": true, "skip_leave_on_interrupt": true, "reconnect_timeout": "8h",
  "performance": { "raft_multiplier": 1, "leave_drain_time": "0s", "rpc_hold_timeout": "1s" },
JSON
    gossip_settings "$gossip"
    server_settings
    [ -z "$join" ] || printf '  "retry_join": ["%s"], "retry_interval": "1s",\n' "$join"
    [ "$store" = memory ] || printf '  "data_dir": "%s",\n' "$d/data"
    printf '  "check_update_interval": "0s"\n}\n'
  } >"$1"
}

watch_owner() { # OWNER_PID AGENT_PID
  setsid bash -c 'while kill -0 "$1" 2>/dev/null && kill -0 "$2" 2>/dev/null; do sleep 2; done; kill -KILL "$2" 2>/dev/null' _ "$1" "$2" >/dev/null 2>&1 </dev/null &
}

case $cmd in
start)
  name=$1 dc=$2 role=$3 bind=$4; shift 4
  client=$bind netns= join= wan= expect=1 store=disk keep= extra= owner= wait=yes gossip=middle
  http=8500 dns=8600 https=-1 grpc=-1 server=8300 lan=8301 wanport=8302
  for kv in "$@"; do
    case $kv in
      client=*|netns=*|join=*|wan=*|expect=*|store=*|keep=*|extra=*|owner=*|wait=*|gossip=*|http=*|dns=*|https=*|grpc=*|server=*|lan=*|wanport=*) declare "$kv" ;;
      *) echo "unknown option $kv" >&2; exit 2 ;;
    esac
  done
  bin=${CONSUL_BIN:-$("$here/install-consul.sh")}
  d=$run/$name; [ -n "$keep" ] || rm -rf "$d"; mkdir -p "$d/data"
  if [ "$role" = client ]; then wanport=-1; fi
  write_config "$d/config.json"
  args=(agent)
  if [ "$store" = memory ]; then args+=(-dev); fi
  args+=(-config-file "$d/config.json")
  if [ -n "$extra" ]; then args+=(-config-file "$extra"); fi
  within=()
  if [ -n "$netns" ]; then within=(ip netns exec "$netns"); fi # which becomes the agent: the process id is the same
  setsid "${within[@]}" "$bin" "${args[@]}" >"$d/log" 2>&1 </dev/null &
  pid=$!
  echo "$pid" >"$d/pid"
  if [ -n "$owner" ]; then watch_owner "$owner" "$pid"; fi
  if [ "$wait" = no ]; then exit 0; fi
  for _ in $(seq 600); do
    kill -0 "$pid" 2>/dev/null || { echo "$name ended:" >&2; tail -n 5 "$d/log" >&2; exit 1; }
    [ "$(curl -s -m 1 "http://$client:$http/v1/status/leader" 2>/dev/null)" != '""' ] &&
      curl -sf -m 1 -o /dev/null "http://$client:$http/v1/catalog/nodes" 2>/dev/null && exit 0
    sleep 0.05
  done
  echo "$name did not answer with a leader" >&2; exit 1 ;;
stop) end "$1" TERM ;;
kill) end "$1" KILL ;;
pause)
  kill -STOP "$(pid_of "$1")"
  for _ in $(seq 200); do ! stopped "$(pid_of "$1")" || break; sleep 0.01; done ;;
resume) kill -CONT "$(pid_of "$1")" ;;
stopall)
  for p in "$run"/*/pid; do
    [ -e "$p" ] || continue
    kill -CONT "$(cat "$p")" 2>/dev/null || true
    end "$(basename "$(dirname "$p")")" KILL
  done ;;
*) echo "unknown command $cmd" >&2; exit 2 ;;
esac
