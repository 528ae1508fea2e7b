#!/bin/sh
# The guest's side of a conversation: each line that comes is a script in base64; the answer is a line with its exit code and the bytes of its output
# and of its errors, and then these. Ends when nothing more can come.
while read -r line; do
    echo "$line" | base64 -d >/tmp/script
    sh /tmp/script >/tmp/output 2>/tmp/errors </dev/null
    echo "answer $? $(wc -c </tmp/output) $(wc -c </tmp/errors)"
    cat /tmp/output /tmp/errors
done
