#!/usr/bin/env bash
# Packs a program that runs on this machine with its completions and manual pages.
# Usage: packaging/archive.sh PROGRAM TARGET FOLDER
set -euo pipefail
program=$1
target=$2
folder=$3
root=$(cd "$(dirname "$0")/.." && pwd)

name=wabalint-$target
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
mkdir -p "$stage/$name/completions"
cp "$program" "$root/README.md" "$root/CHANGELOG.md" "$root/LICENSE-MIT" "$root/LICENSE-APACHE" "$stage/$name/"
"$program" man --dir "$stage/$name/man"
for shell in bash zsh fish powershell elvish; do
  "$program" completions "$shell" >"$stage/$name/completions/wabalint.$shell"
done

cd "$folder"
case $target in
  *windows*)
    archive=$name.zip
    (cd "$stage" && 7z a -bso0 "$folder/$archive" "$name")
    ;;
  *)
    archive=$name.tar.gz
    tar -C "$stage" -czf "$archive" "$name"
    ;;
esac
if command -v sha256sum >/dev/null; then
  sha256sum "$archive" >"$archive.sha256"
else
  shasum -a 256 "$archive" >"$archive.sha256"
fi
