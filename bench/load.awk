# People as CSV: 8 columns; of every hundred rows, `percent` have a new id and the address of a row before them.
#   awk -v rows=2000000 -v percent=1 -f load.awk
function address(i) { return sprintf("user%.0f@mail%d.example.org", (i * 2654435761) % 4294967296, i % 97) }
BEGIN {
  srand(7)
  print "id,email,name,city,age,balance,active,created_at"
  for (i = 1; i <= rows; i++) {
    owner = i
    if (i > 1 && rand() * 100 < percent) {
      do { owner = 1 + int(rand() * (i - 1)) } while (owner in taken)
      taken[i] = 1
    }
    printf "%d,%s,\"Name %d, of the %dth\",City %d,%d,%d.%02d,%s,2026-%02d-%02d %02d:%02d:%02d+00\n", \
      i, address(owner), i % 9973, i % 31, i % 1009, 18 + i % 70, i % 100003, i % 100, (i % 3 ? "true" : "false"), 1 + i % 12, 1 + i % 28, i % 24, i % 60, (i * 7) % 60
  }
}
