# Reads stanzas of packages; prints "architecture package version sha256 path" for all that `wanted` depends on, alternatives
# by their first existing one, without those that match `unneeded`.
BEGIN { RS = ""; FS = "\n" }
{
  delete field
  for (i = 1; i <= NF; i++) if (match($i, /^[A-Za-z0-9-]+: /)) field[substr($i, 1, RLENGTH - 2)] = substr($i, RLENGTH + 1)
  name = field["Package"]
  if (name in version) next
  version[name] = field["Version"]; hash[name] = field["SHA256"]; path[name] = field["Filename"]
  needs[name] = field["Pre-Depends"] ", " field["Depends"]
  count = split(field["Provides"], names, /, */)
  for (i = 1; i <= count; i++) { sub(/ .*/, "", names[i]); if (!(names[i] in provider)) provider[names[i]] = name }
}
END {
  todo = split(wanted, queue, " ")
  while (todo > 0) {
    name = queue[todo--]
    if (!(name in version)) name = provider[name]
    if (name == "" || name in taken || name ~ unneeded) continue
    taken[name]
    print architecture, name, version[name], hash[name], path[name]
    groups = split(needs[name], group, /, */)
    for (g = 1; g <= groups; g++) {
      choices = split(group[g], choice, / *\| */)
      first = ""
      for (c = 1; c <= choices && first == ""; c++) { sub(/[ (:].*/, "", choice[c]); if (choice[c] in version) first = choice[c] }
      if (first == "" && choices > 0) first = choice[1]
      if (first != "") queue[++todo] = first
    }
  }
}
