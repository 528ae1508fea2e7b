# What curl can ask for in one process each: curl.sh http://HOST:PORT
set -e
ask() { curl --silent --show-error --output /dev/null --max-time 240 "$@"; }
head -c 300000 /dev/zero | tr '\0' z >"$TMPDIR/body"
ask "$1/f/100" --next --silent --output /dev/null "$1/f/1460"
ask --head "$1/f/20000"
ask --request DELETE "$1/s/200"
ask --data-binary @"$TMPDIR/body" "$1/s/201"                             # waits for 100 Continue
ask --header 'Expect:' --data-binary @"$TMPDIR/body" "$1/s/200"          # does not
ask --header 'Transfer-Encoding: chunked' --header 'Expect:' --data-binary @"$TMPDIR/body" "$1/s/200?chunked"
ask --header 'If-Modified-Since: Tue, 19 Jan 2038 03:14:07 GMT' "$1/f/100"   # 304
ask --range 10-29 "$1/f/100"
ask --range 0-9,50-59 "$1/f/100"                                         # multipart
ask --http1.0 "$1/f/4096"
ask --http1.0 --header 'Connection: keep-alive' "$1/none" --next --http1.0 --silent --output /dev/null "$1/none"
ask "$1/f/1000000"
ask "$1/nothing/here?a=1&b=%20"
ask --globoff --path-as-is "$1/a/../f/1?[x]"
ask --header 'Connection: Upgrade' --header 'Upgrade: nothing' "$1/none"
