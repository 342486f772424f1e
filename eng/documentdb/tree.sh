# Sourced by up.sh: unpacks packages into a tree that runs where it lies.

# Makes the tree of a list's packages: beside the old one, then in its place.
make_tree() {
  local new=$tree.new folder path hash
  rm -rf "$new"
  mkdir -p "$new"/usr/{bin,sbin,lib,lib64}
  for folder in bin sbin lib lib64; do ln -s "usr/$folder" "$new/$folder"; done
  while read -r _ _ _ hash path; do
    echo "$hash  $debs/$hash.deb" | sha256sum --check --status || {
      rm -f "$debs/$hash.deb"
      stop "$path is not what packages.lock says; it is removed, call this again"
    }
    dpkg-deb --fsys-tarfile "$debs/$hash.deb" | tar -x -C "$new" --no-same-owner --keep-directory-symlink \
      --exclude=./usr/share/doc --exclude=./usr/share/man --exclude=./usr/share/locale --exclude='*/bitcode/*'
  done <"$1"
  ln -s postgis-3.control "$new"/usr/share/postgresql/18/extension/postgis.control
  wrap "$new"
  chmod -R a+rX "$new"
  rm -rf "$tree"
  mv "$new" "$tree"
}

# Each program becomes a script that starts it with the tree's own loader and libraries, found from the script's own place.
wrap() {
  local programs=$1/usr/lib/postgresql/18/bin program loader triplet
  loader=$(cd "$1" && ls -d usr/lib/*/ld-linux*.so.* | head -n 1)
  triplet=$(dirname "$loader")
  for program in initdb pg_ctl postgres; do
    mv "$programs/$program" "$programs/$program.bin"
    cat >"$programs/$program" <<EOF
#!/bin/sh
root=\$(cd "\$(dirname "\$0")/../../../../.." && pwd)
here=\$root/usr/lib/postgresql/18/bin
exec "\$root/$loader" --library-path "\$root/$triplet:\$root/usr/lib/postgresql/18/lib" --argv0 "\$here/$program" "\$here/$program.bin" "\$@"
EOF
    chmod 755 "$programs/$program"
  done
}
