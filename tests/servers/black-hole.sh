#!/bin/sh
# black-hole.sh - a host of its own (a network namespace) that can be made to vanish without a word: packets are lost in both directions, nobody hears of it (no RST, no FIN, no ICMP), and connections stay open.
#
# Two paths lead there, each with an address at either end: the front, for clients, and the back, for what servers tell one another. Prints, in one line:
#   NAME FRONT_HERE FRONT_THERE BACK_HERE BACK_THERE
# Programs are run there by `ip netns exec NAME ...`. Reads commands, and answers each with itself once it is done:
#   hole [front|back]   from now on every packet is lost, on that path or on both
#   heal [front|back]   they arrive again
# Ends, with all that runs there, with its standard input.
# Needs root (or CAP_NET_ADMIN and CAP_SYS_ADMIN) and ip (iproute2). The addresses are of 198.18.0.0/15, which is reserved for such tests (RFC 2544); they and the name differ from one process to the next.
# Exit status 3: this machine does not let us; the last line of stderr says why.
set -eu
name=cf$$
net=198.$((18 + $$ / 8192 % 2)).$(($$ / 32 % 256)) first=$(($$ % 32 * 8))
front_here=$net.$((first + 1)) front_there=$net.$((first + 2)) back_here=$net.$((first + 3)) back_there=$net.$((first + 4))
mac_here=02:00:00:00:00:01 mac_there=02:00:00:00:00:02 mac_nobody=02:00:00:00:00:03
die() { printf '%s\n' "black-hole: $*" >&2; exit 3; }
command -v ip >/dev/null 2>&1 || die "no ip (iproute2) on this machine"
why=$(ip netns add "$name" 2>&1) || die "network namespaces want root: ip netns add was refused ($why)"
cleanup() {
  for pid in $(ip netns pids "$name" 2>/dev/null); do kill -KILL "$pid" 2>/dev/null || :; done
  ip link del "$name-a" 2>/dev/null || :
  ip netns del "$name" 2>/dev/null || :
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP
there() { ip -n "$name" "$@"; }
why=$(ip link add "$name-a" address "$mac_here" type veth peer name "$name-b" address "$mac_there" netns "$name" 2>&1) || die "a pair of virtual interfaces (veth) was refused ($why)"

# Who is behind an address is told, and not asked for: the packets of a hole go to nobody, and neither end can notice. A neighbour that does not answer would be found out by ARP.
front() { # MAC_HERE MAC_THERE, as the other end is made to believe
  there neigh replace "$front_here" lladdr "$1" nud permanent dev "$name-b"
  ip neigh replace "$front_there" lladdr "$2" nud permanent dev "$name-a"
}
back() {
  there neigh replace "$back_here" lladdr "$1" nud permanent dev "$name-b"
  ip neigh replace "$back_there" lladdr "$2" nud permanent dev "$name-a"
}
ip link set "$name-a" up
there link set lo up
there link set "$name-b" up
for address in "$front_here" "$back_here"; do ip addr add "$address/32" dev "$name-a"; done
for address in "$front_there" "$back_there"; do there addr add "$address/32" dev "$name-b"; done
ip route add "$front_there/32" dev "$name-a" src "$front_here"
ip route add "$back_there/32" dev "$name-a" src "$back_here"
there route add "$front_here/32" dev "$name-b" src "$front_there"
there route add "$back_here/32" dev "$name-b" src "$back_there"
front "$mac_here" "$mac_there"
back "$mac_here" "$mac_there"
printf '%s\n' "$name $front_here $front_there $back_here $back_there"

while read -r command path; do
  case $command in
    hole) here_is=$mac_nobody there_is=$mac_nobody ;;
    heal) here_is=$mac_here there_is=$mac_there ;;
    *) printf '%s\n' "black-hole: '$command' is not understood; write hole or heal" >&2; exit 2 ;;
  esac
  case $path in
    front|back) "$path" "$here_is" "$there_is" ;;
    '') front "$here_is" "$there_is"; back "$here_is" "$there_is" ;;
    *) printf '%s\n' "black-hole: '$path' is no path; write front or back, or nothing for both" >&2; exit 2 ;;
  esac
  printf '%s\n' "$command${path:+ $path}"
done
