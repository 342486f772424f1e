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

# Prints each reason for skipping, with the tests that it kept from running.
print_skipped() {
  cat "$1"/*.trx 2>/dev/null | awk '
    function text(s) { gsub(/&lt;/, "<", s); gsub(/&gt;/, ">", s); gsub(/&quot;/, "\"", s); gsub(/&#39;|&apos;/, "\047", s); gsub(/&amp;/, "\\&", s); return s }
    /<UnitTestResult / {
      name = $0; sub(/.* testName="/, "", name); sub(/".*/, "", name)
      skipping = /outcome="NotExecuted"/; reason = "no reason given"
    }
    skipping && /<Message>|<StdOut>/ { reason = $0; sub(/^.*<(Message|StdOut)>/, "", reason); sub(/<\/(Message|StdOut)>.*/, "", reason) }
    skipping && (/<\/UnitTestResult>/ || /<UnitTestResult .*\/>/) {
      if (!(reason in tests)) reasons[++count] = reason
      tests[reason] = tests[reason] "\n  " name
      skipping = 0
    }
    END { for (i = 1; i <= count; i++) print "Skipped, because: " text(reasons[i]) text(tests[reasons[i]]) }'
}
