#!/usr/bin/env bash
# dns-server.sh - start and stop a throw-away DNS server on 127.0.0.1 for tests; no root, no daemon, nothing installed.
#
#   dns-server.sh start named|dnsmasq|knot PORT [owner=PID] [keep=1]
#       owner=PID   end the server when that process is gone (a test run that was killed cleans up nothing)
#       keep=1      keep the zone of an earlier start, with its updates (named only)
#   dns-server.sh kill|pause|resume
#   dns-server.sh update        reads nsupdate's commands: update add x.test.example. 0 A 10.0.0.1  (named only)
# Zone test.example: a (A), dual (A, AAAA), alias (CNAME), _http._tcp.web (3 SRV of two priorities), _http._tcp.big (90 SRV), _http._tcp.none (target '.').
# broken.example has no zone file: named answers SERVFAIL; it refuses all other names.
# State: $DNS_RUN, one folder a server (default ${TMPDIR:-/tmp}/clientfailover-dns). Programs: on the path, or Debian's, unpacked into the cache.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
run=${DNS_RUN:-${TMPDIR:-/tmp}/clientfailover-dns}
cache=${DNS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/clientfailover}
cmd=${1:?start|kill|pause|resume|update}; shift

tools() { # FOLDER PROGRAM PACKAGE...: puts the program on the path
  local folder=$cache/$1 program=$2; shift 2
  if [ ! -f "$folder/env" ] && ! command -v "$program" >/dev/null 2>&1; then
    mkdir -p "$cache"
    if command -v flock >/dev/null 2>&1; then
      flock -w 600 "$cache/.lock-dns" "$here/install-tools.sh" "$folder" "$@" >/dev/null
    else
      "$here/install-tools.sh" "$folder" "$@" >/dev/null
    fi
  fi
  if [ -f "$folder/env" ]; then . "$folder/env"; fi
}

zone() {
  cat <<'ZONE'
$ORIGIN test.example.
$TTL 60
@        SOA ns hostmaster 1 3600 600 86400 1
@        NS  ns
ns       A   127.0.0.1
a        A   10.0.0.1
dual     A   10.0.0.1
dual     AAAA fd00::1
alias    CNAME a
h1       A   10.0.1.1
h2       A   10.0.1.2
h2       AAAA fd00::2
h3       A   10.0.1.3
_http._tcp.web  1 SRV 10 60 8001 h1
_http._tcp.web  1 SRV 10 40 8002 h2
_http._tcp.web  1 SRV 20 0  8003 h3
_http._tcp.none 1 SRV 0 0 0 .
ZONE
  for i in $(seq 90); do printf '_http._tcp.big 1 SRV 0 1 %d n%d.big\nn%d.big A 10.1.0.%d\n' $((9000 + i)) "$i" "$i" "$i"; done
}

start_named() {
  tools bind named bind9 bind9-dnsutils
  local many= # versions that take 100 records of a type unless told otherwise; others have no such setting
  if [[ $(named -C 2>/dev/null) == *max-records-per-type* ]]; then many='max-records-per-type 0;'; fi
  [ -n "$keep" ] || zone >test.example.zone
  cat >named.conf <<CONF
options {
  directory "$run"; pid-file none; session-keyfile none; lock-file none;
  listen-on port $port { 127.0.0.1; }; listen-on-v6 { none; };
  recursion no; allow-query { any; }; allow-transfer { none; }; notify no;
  minimal-responses no-auth; dnssec-validation no; empty-zones-enable no; max-udp-size 1232; $many
};
controls { };
zone "test.example" { type primary; file "test.example.zone"; allow-update { 127.0.0.0/8; }; };
zone "broken.example" { type primary; file "absent.zone"; };
CONF
  setsid named -g -n 1 -c named.conf >log 2>&1 </dev/null & pid=$!
}

start_knot() {
  tools knot knotd knot
  zone >test.example.zone
  mkdir -p state
  cat >knot.conf <<CONF
server:
  listen: 127.0.0.1@$port
  rundir: $run/state
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
database:
  storage: $run/state
zone:
  - domain: test.example
    storage: $run
    file: test.example.zone
    zonefile-sync: -1
CONF
  setsid knotd -c knot.conf >log 2>&1 </dev/null & pid=$!
}

start_dnsmasq() {
  tools dnsmasq dnsmasq dnsmasq-base
  {
    printf 'port=%s\nlisten-address=127.0.0.1\nbind-interfaces\nno-resolv\nno-hosts\npid-file=\nlocal=/test.example/\nlocal-ttl=1\n' "$port"
    printf 'host-record=a.test.example,10.0.0.1\nhost-record=dual.test.example,10.0.0.1,fd00::1\ncname=alias.test.example,a.test.example\n'
    printf 'host-record=h1.test.example,10.0.1.1\nhost-record=h2.test.example,10.0.1.2,fd00::2\nhost-record=h3.test.example,10.0.1.3\n'
    printf 'srv-host=_http._tcp.web.test.example,h1.test.example,8001,10,60\nsrv-host=_http._tcp.web.test.example,h2.test.example,8002,10,40\nsrv-host=_http._tcp.web.test.example,h3.test.example,8003,20,0\n'
    for i in $(seq 90); do printf 'srv-host=_http._tcp.big.test.example,n%d.big.test.example,%d,0,1\nhost-record=n%d.big.test.example,10.1.0.%d\n' "$i" $((9000 + i)) "$i" "$i"; done
  } >dnsmasq.conf
  setsid dnsmasq -k -C dnsmasq.conf --user= --group= >log 2>&1 </dev/null & pid=$!
}

answers() { # whether it has its zone and listens
  case $kind in
    named) grep -q ' running$' log || return 1 ;;
    knot) grep -q 'test.example.*loaded, serial' log || return 1 ;;
  esac
  (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null
}

stopped() { # PID: whether each of its threads stands still; the signal reaches them one after the other
  [ -d "/proc/$1/task" ] || return 0
  ! cat "/proc/$1/task"/*/stat 2>/dev/null | sed 's/.*) //' | grep -qv '^[Tt]'
}

case $cmd in
start)
  kind=$1 port=$2; shift 2; owner= keep= pid=
  for kv in "$@"; do
    case $kv in owner=*|keep=*) declare "$kv" ;; *) echo "unknown option $kv" >&2; exit 2 ;; esac
  done
  [ -n "$keep" ] || rm -rf "$run"
  mkdir -p "$run"; cd "$run"; echo "$port" >port
  case $kind in named|dnsmasq|knot) "start_$kind" ;; *) echo "unknown server $kind" >&2; exit 2 ;; esac
  echo "$pid" >pid
  if [ -n "$owner" ]; then
    setsid bash -c 'while kill -0 "$1" 2>/dev/null && kill -0 "$2" 2>/dev/null; do sleep 2; done; kill -KILL "$2" 2>/dev/null' _ "$owner" "$pid" >/dev/null 2>&1 </dev/null &
  fi
  for _ in $(seq 400); do
    kill -0 "$pid" 2>/dev/null || { echo "$kind ended:" >&2; tail -n 5 log >&2; exit 1; }
    if answers; then exit 0; fi
    sleep 0.05
  done
  echo "$kind did not answer" >&2; exit 1 ;;
kill)
  [ -f "$run/pid" ] || exit 0
  kill -KILL "$(cat "$run/pid")" 2>/dev/null || true
  for _ in $(seq 200); do kill -0 "$(cat "$run/pid")" 2>/dev/null || break; sleep 0.02; done
  rm -f "$run/pid" ;;
pause)
  kill -STOP "$(cat "$run/pid")"
  for _ in $(seq 200); do ! stopped "$(cat "$run/pid")" || break; sleep 0.01; done ;;
resume) kill -CONT "$(cat "$run/pid")" ;;
update)
  tools bind nsupdate bind9 bind9-dnsutils
  { echo "server 127.0.0.1 $(cat "$run/port")"; echo "zone test.example"; cat; echo send; } | nsupdate -v ;;
*) echo "unknown command $cmd" >&2; exit 2 ;;
esac
