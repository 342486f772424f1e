# Sourced by ./test: reads the results files (.trx) of a run.

# Sets passed, failed and skipped over all files of a folder. A skipped test is one that was counted and not executed.
count_results() {
  local counts
  counts=$(cat "$1"/*.trx 2>/dev/null | awk '
    function number(name) { return match($0, " " name "=\"[0-9]+") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3) : 0 }
    /<Counters / { passed += number("passed"); skipped += number("total") - number("executed"); executed += number("executed") }
    END { print passed + 0, executed - passed, skipped + 0 }')
  read -r passed failed skipped <<<"$counts"
}

# Prints each reason for skipping with how many tests it kept from running, and their names.
print_skipped() {
  cat "$1"/*.trx 2>/dev/null | awk '
    function text(s) { gsub(/&lt;/, "<", s); gsub(/&gt;/, ">", s); gsub(/&quot;/, "\"", s); gsub(/&#39;|&apos;/, "\047", s); gsub(/&amp;/, "\\&", s); return s }
    /<UnitTestResult / {
      skipping = /outcome="NotExecuted"/
      name = $0; sub(/.* testName="/, "", name); sub(/".*/, "", name)
      if (skipping) { tests[++count] = name; reasons[count] = "no reason given" }
    }
    skipping && /<Message>|<StdOut>/ { reason = $0; sub(/^.*<(Message|StdOut)>/, "", reason); sub(/<\/(Message|StdOut)>.*/, "", reason); reasons[count] = reason }
    END { for (i = 1; i <= count; i++) print "skipped: " text(tests[i]) ": " text(reasons[i]) }'
}
