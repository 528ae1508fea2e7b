#!/bin/bash
# dns_names.sh FOLDER PORT: programs that ask a name server of their own for addresses and call them, in namespaces of their own. Prints "PID WHAT" for each.
folder=$1 port=$2
ip link set lo up
for address in 3 4 5 9; do ip address add "192.0.2.$address/32" dev lo; done
mount --bind "$folder/resolv.conf" /etc/resolv.conf
cd "$folder" || exit
trap 'kill $(jobs -p)' EXIT
named -f -n 1 -c "$folder/named.conf" >named.out 2>&1 &
python3 -m http.server --bind 0.0.0.0 "$port" >/dev/null 2>&1 &
until dig +tries=1 +time=1 +short @127.0.0.1 ready.example.test >/dev/null 2>&1 && curl -so /dev/null "http://127.0.0.1:$port/"; do
    kill -0 %1 && kill -0 %2 || { cat named.out >&2; exit 1; }
    sleep 0.1
done

# calls WHAT URL: by a program that says its number first.
calls() { bash -c 'echo "$$ $0"; exec curl -so /dev/null "$1"' "$1" "http://$2:$port/"; }

calls name shop.example.test
calls alias www.example.test
calls other shelf.example.test
calls address 192.0.2.3
calls nameless 192.0.2.9
dig +short +tries=1 +time=240 @127.0.0.1 fifth.example.test >/dev/null
calls asked-by-another 192.0.2.5
# The address has another name by now.
calls moved moved.example.test
