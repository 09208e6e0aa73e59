#!/usr/bin/env bash
# Builds the packages, installs each into a clean place and runs it; then runs pre-commit with every hook on a scratch
# repository. Needs cargo, git, python3, maturin and pre-commit; builds the program several times.
# Usage: packaging/try.sh [wheel] [sdist] [cargo] [archive] [hooks] [times]; without a word, all of them.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
parts=${*:-wheel sdist cargo archive hooks times}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# What was built for one package serves the next.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}
# Hooks are kept beside the scratch repository, and nobody's configuration of git or pip has a say.
export PRE_COMMIT_HOME=$scratch/hooks GIT_CONFIG_GLOBAL=/dev/null PIP_DISABLE_PIP_VERSION_CHECK=1
unset PIP_REQUIRE_VIRTUALENV
git_as() { git -c user.name=Ana -c user.email=ana@shop.example -c init.defaultBranch=main "$@"; }

say() { printf '== %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
wants() { [[ " $parts " == *" $1 "* ]]; }

# Fills a folder with a small shop: sound templates, a campaign that names one in another file, and files of other kinds.
shop() {
  mkdir -p "$1/templates" "$1/plans"
  cp templates-examples/good/appointment_numbered.json "$1/templates/"
  cat >"$1/templates/orders.waba" <<'WABA'
template order_shipped { category: utility; language: en_GB; body: "Your parcel is on its way and will arrive by Friday." }
template spring_news { category: marketing; language: en_GB; body: "Our spring collection is in the shops."; footer: "Reply STOP to leave this list" }
WABA
  cat >"$1/plans/spring.waba" <<'WABA'
audience readers {
  source: web_form "https://shop.example/newsletter"
  countries: GB
  consent { basis: express; channel: whatsapp; purpose: marketing; wording: "Yes, write to me about offers on WhatsApp"; method: form; proof: "table signups, row of each number"; collected: 2026-02-01..2026-05-30 }
  exclude: opted_out, blocked
}
campaign spring {
  send: spring_news
  to: readers
  purpose: marketing
  schedule: once at 2026-09-15 10:00 in Europe/London
  cap: 1 per 7d
  opt_out { keywords: "STOP"; honoured_within: 24h }
}
WABA
  echo '{ "name": "shop", "private": true }' >"$1/package.json"
  echo 'on: push' >"$1/ci.yaml"
  echo '# Shop' >"$1/README.md"
}
# The plan is of one day, whenever it is tried.
today=2026-09-01
bad='template Order_Late { category: utility; language: en_GB; body: "Your parcel is late." }'

# Runs a program on a sound folder and on one with a mistake.
try_program() {
  local program=$1 place
  place=$(mktemp -d -p "$scratch")
  shop "$place"
  [[ $("$program" --version) == "wabalint $version "* ]] || fail "$program has another version"
  (cd "$place" && "$program" check --quiet --today $today) >"$scratch/told" ||
    fail "$program finds something in a sound folder: $(cat "$scratch/told")"
  echo "$bad" >"$place/templates/late.waba"
  if (cd "$place" && "$program" check --quiet --today $today >/dev/null); then fail "$program finds nothing in a bad folder"; fi
}

build_wheel() {
  [ -d "$scratch/dist" ] && return
  say "wheel: build"
  maturin build --release --locked --quiet --out "$scratch/dist"
  ls -l "$scratch/dist"
}

if wants wheel; then
  build_wheel
  say "wheel: install into a clean environment"
  python3 -m venv "$scratch/wheel"
  "$scratch/wheel/bin/pip" install --quiet --no-index --no-deps "$scratch"/dist/wabalint-*.whl
  try_program "$scratch/wheel/bin/wabalint"
  "$scratch/wheel/bin/pip" show --files wabalint | sed -n '1,3p;/LICENSE/p;/bin/p'
fi

if wants sdist; then
  say "source distribution: build, install into a clean environment"
  maturin sdist --out "$scratch/sdist"
  ls -l "$scratch/sdist"
  python3 -m venv "$scratch/built"
  "$scratch/built/bin/pip" install --quiet "$scratch"/sdist/wabalint-*.tar.gz
  try_program "$scratch/built/bin/wabalint"
fi

if wants cargo; then
  say "cargo install --path ."
  cargo install --locked --quiet --path . --root "$scratch/cargo"
  try_program "$scratch/cargo/bin/wabalint"
fi

if wants archive; then
  say "archive"
  host=$(rustc -vV | sed -n 's/^host: //p')
  cargo build --release --locked --quiet
  packaging/archive.sh "$CARGO_TARGET_DIR/release/wabalint" "$host" "$scratch/archives"
  (cd "$scratch/archives" && sha256sum --check ./*.sha256 && tar -xzf ./*.tar.gz)
  try_program "$scratch/archives/wabalint-$host/wabalint"
  bash -n "$scratch/archives/wabalint-$host/completions/wabalint.bash"
fi

# Commits a folder and tags it, as a repository of hooks is.
as_repository() {
  git_as -C "$1" init --quiet
  git_as -C "$1" add --all
  git_as -C "$1" commit --quiet --message "the shop"
  git_as -C "$1" tag "v$version"
}

sources() {
  [ -d "$scratch/source" ] && return
  mkdir "$scratch/source"
  git ls-files -z --cached --others --exclude-standard | tar --null --files-from - -cf - | tar -xf - -C "$scratch/source"
  as_repository "$scratch/source"
  cp -R packaging/pre-commit "$scratch/mirror"
  as_repository "$scratch/mirror"
}

configure() {
  printf 'repos:\n  - repo: %s\n    rev: v%s\n    hooks: [{ id: %s, args: [--today, "%s"] }]\n' "$2" "$version" "$3" $today >"$1/.pre-commit-config.yaml"
  git_as -C "$1" add --all
}

# Runs one hook: on everything, on a changed sound file, on a changed bad one.
try_hook() {
  local repository=$1 id=$2 place
  say "hook $id of $(basename "$repository")"
  place=$(mktemp -d -p "$scratch")
  shop "$place"
  as_repository "$place"
  configure "$place" "$repository" "$id"
  cd "$place"
  pre-commit run --all-files || fail "$id finds something in a sound repository"
  git_as commit --quiet --no-verify --message "hooks"
  echo >>plans/spring.waba
  git add plans
  # Alone, the campaign would name a template that is not there.
  pre-commit run || fail "$id does not know the rest of the repository"
  echo "{}" >data.json
  git add data.json
  pre-commit run || fail "$id minds a file that defines nothing"
  echo "$bad" >templates/late.waba
  git add templates
  if pre-commit run >"$scratch/told"; then fail "$id finds nothing in a bad file"; fi
  if [ "$id" = wabalint-fix ]; then
    grep -q "files were modified" "$scratch/told" || fail "$id mends nothing"
    git add templates
    pre-commit run || fail "$id leaves something"
  else
    grep -q invalid-template-name "$scratch/told" || fail "$id says something else: $(cat "$scratch/told")"
  fi
  git_as commit --quiet --no-verify --message "late"
  echo "# Our shop" >README.md
  git add README.md
  if [ "$id" = wabalint-changed ]; then
    pre-commit run || fail "$id minds a file that was not changed"
  fi
  echo "x" >picture.svg
  git reset --quiet --hard
  echo "x" >picture.svg
  git add picture.svg
  pre-commit run | grep -q Skipped || fail "$id is run for a picture"
  cd "$root"
}

if wants hooks; then
  sources
  build_wheel
  for id in wabalint wabalint-changed wabalint-fix; do
    PIP_FIND_LINKS=$scratch/dist try_hook "$scratch/mirror" "$id"
  done
  for id in wabalint wabalint-changed wabalint-fix wabalint-python; do
    try_hook "$scratch/source" "$id"
  done
fi

if wants times; then
  say "one changed file among 2,000: seconds of pre-commit, of the program on everything, of the program on that file alone"
  sources
  build_wheel
  python3 -m venv "$scratch/timed"
  "$scratch/timed/bin/pip" install --quiet --no-index --no-deps "$scratch"/dist/wabalint-*.whl
  program=$scratch/timed/bin/wabalint
  place=$scratch/large
  shop "$place"
  for number in $(seq 2000); do
    echo "template order_step_$number { category: utility; language: en_GB; body: \"Step $number of your order $number is done.\" }" \
      >"$place/templates/step_$number.waba"
  done
  as_repository "$place"
  configure "$place" "$scratch/mirror" wabalint-changed
  cd "$place"
  PIP_FIND_LINKS=$scratch/dist pre-commit install-hooks >/dev/null
  git_as commit --quiet --no-verify --message "hooks"
  echo >>templates/orders.waba
  git add templates
  TIMEFORMAT=%3R
  for _ in 1 2 3; do
    {
      time pre-commit run >/dev/null
      time "$program" check --quiet --today $today --in-context templates/orders.waba >/dev/null
      time "$program" check --quiet --today $today templates/orders.waba >/dev/null
    } 2>&1 | paste -s -d ' '
  done
  cd "$root"
fi
say "all passed"
