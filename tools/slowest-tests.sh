#!/usr/bin/env bash
#
# Copies the output of test binaries with --report-time, and lists the ten slowest tests of each before its summary.

set -euo pipefail

timed='^test ([^ ]+) .*<([0-9.]+)s>$'
times=
while IFS= read -r line; do
    if [[ $line =~ $timed ]]; then
        times+="${BASH_REMATCH[2]} ${BASH_REMATCH[1]}"$'\n'
    elif [[ $line == 'test result:'* && -n $times ]]; then
        printf 'slowest tests, in seconds:\n'
        sort -rn <<<"$times" | sed -n '1,10 { /./ s/^/    /p }'
        printf '\n'
        times=
    fi
    printf '%s\n' "$line"
done
