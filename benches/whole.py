#!/usr/bin/env python3
"""Whole processes: wabalint beside other tools, in one run, as ratios.

    cargo build --release && python3 benches/whole.py

Writes files of templates, made of the project's own labelled texts and always the same, into a temporary folder; runs
wabalint and each peer in turn (A B A B …) after a warm-up; and prints medians with their spread, and the ratio pair by
pair. Peers are taken from PATH: rg, ajv, spectral, ruff; what is not there is said. Other programs on the machine
disturb times, ratios less so; `--instructions` counts with valgrind what no other program disturbs.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
LANGUAGES = ["en", "es", "pt", "id", "hi", "ar", "de", "fr", "it", "nl", "tr", "ru"]
WAYS_OUT = {
    "en": "Reply STOP to unsubscribe", "es": "Responde BAJA para no recibir más", "pt": "Responda SAIR para parar",
    "id": "Balas BERHENTI untuk berhenti", "hi": "बंद करने के लिए STOP लिखें", "ar": "أرسل إيقاف لإلغاء الاشتراك",
    "de": "Antworten Sie STOPP zum Abmelden", "fr": "Répondez STOP pour vous désabonner",
    "it": "Rispondi STOP per annullare", "nl": "Antwoord STOP om u af te melden",
    "tr": "Çıkmak için RET yazın", "ru": "Ответьте СТОП, чтобы отписаться",
}
SAMPLES = ["Ana", "A-48213", "18:30", "12 May", "24.90"]

# What a search by words would look for: sixty of them.
WORDS = """discount|coupon|voucher|special offer|limited time|flash sale|clearance|free shipping|buy now|shop now|order now
save big|deal of the week|gift card|win a|lucky draw|cashback|new arrivals|last chance|members only|% off|half price
descuento|cupón|oferta|rebajas|compra ahora|envío gratis|novedades|sorteo|desconto|cupom|promoção|frete grátis|aproveite
imperdível|rabatt|gutschein|angebot|jetzt kaufen|gewinnspiel|remise|bon d'achat|soldes|offre spéciale|livraison gratuite
sconto|saldi|spedizione gratuita|korting|aanbieding|diskon|gratis ongkir|indirim|kampanya|скидка|акция|छूट|ऑफ़र|خصم"""


# ---------------------------------------------------------------- what is checked


def texts(language):
    lines = (ROOT / "training" / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    calm = [row for row in rows if not row["gold"]["promo"]]
    return calm, [row for row in rows if row["gold"]["promo"]]


def template(known, number):
    """One template; a quarter of them are marketing, one in eight has a slip."""
    language = LANGUAGES[number % len(LANGUAGES)]
    nth = number // len(LANGUAGES)
    pool = known[language][1 if nth % 4 == 0 else 0]
    first = pool[nth % len(pool)]
    # Two texts make one, and another pair each time round.
    second = pool[(nth * 7 + 11 + 13 * (nth // len(pool))) % len(pool)]
    body, count = f"{first['text']}\n\n{second['text']}"[:1000], 0

    def numbered(_):
        nonlocal count
        count += 1
        return "{{%d}}" % count

    body = re.sub(r"\{\{[^{}]*\}\}", numbered, body)
    part = {"type": "BODY", "text": body}
    if count:
        part["example"] = {"body_text": [[SAMPLES[at % len(SAMPLES)] for at in range(count)]]}
    marketing = nth % 4 == 0
    components = [part]
    if first.get("header"):
        header = re.sub(r"\{\{[^{}]*\}\}", "", first["header"]).strip()[:60]
        components.insert(0, {"type": "HEADER", "format": "TEXT", "text": header or "Harbour Bakery"})
    footer = WAYS_OUT[language] if marketing else re.sub(r"[{}]", "", first.get("footer", "Harbour Bakery"))[:60]
    components.append({"type": "FOOTER", "text": footer})
    buttons = [{"type": "QUICK_REPLY", "text": button["text"][:25]} for button in first.get("buttons", [])[:3]]
    if buttons:
        components.append({"type": "BUTTONS", "buttons": buttons})
    name = f"message_{number}"
    if number % 8 == 5:
        slip = number // 8 % 4
        if slip == 0:
            name = f"Message-{number}"
        elif slip == 1:
            part.pop("example", None)
        elif slip == 2:
            part["text"] += " {{%d}}" % (count + 2)
        else:
            components[-1]["extra_field"] = True
    return {
        "name": name,
        "language": first["language"],
        "category": "MARKETING" if marketing else "UTILITY",
        "components": components,
    }


def write_templates(folder, files):
    known = {language: texts(language) for language in LANGUAGES}
    for language in LANGUAGES:
        (folder / language).mkdir(parents=True)
    for number in range(files):
        path = folder / LANGUAGES[number % len(LANGUAGES)] / f"t{number:06}.json"
        text = json.dumps(template(known, number), ensure_ascii=False, indent=2)
        path.write_text(text + "\n", encoding="utf-8")


def write_year(folder, campaigns, audiences):
    folder.mkdir()
    zones = ["America/Toronto", "Europe/London", "Asia/Kolkata", "America/Sao_Paulo", "Europe/Berlin"]
    countries = ["CA", "GB", "IN", "BR", "DE"]
    days = ["mon", "tue", "wed", "thu", "fri"]
    schedules = ["weekly on {day} at {hour}:30", "monthly on day {date} at {hour}:00", "every 2 weeks on {day} at {hour}:15"]
    out = ["account bakery { provider: cloud_api; messaging_limit: 100_000; stop_events: consumed; countries: CA }"]
    for at in range(50):
        out.append(
            f'template news_{at} {{ category: marketing; language: en_US; footer: "Reply STOP to unsubscribe"\n'
            f'  body: "The bread of week {at} is in the oven, with seeds of {at + 3} kinds. Come and taste it." }}'
        )
    for at in range(audiences):
        whole = f"\n  part_of: people_{at - at % 10}" if at % 10 else ""
        out.append(
            f"audience people_{at} {{\n  source: web_form \"https://bakery.example/news\"{whole}\n"
            f"  countries: {countries[at % 5]}; size: {20_000 if not at % 10 else 500 + at}; exclude: opted_out\n"
            "  consent { basis: express; purpose: marketing; channel: whatsapp; collected: 2026-03-01..2026-08-20; "
            'wording: "Send me the news of Harbour Bakery on WhatsApp"; method: form; proof: "crm:log" }\n}'
        )
    (folder / "base.waba").write_text("\n".join(out) + "\n")
    for start in range(0, campaigns, 100):
        out = []
        for at in range(start, min(start + 100, campaigns)):
            when = schedules[at % 3].format(day=days[at % 5], date=1 + at % 28, hour=10 + at % 7)
            out.append(
                f"campaign news_{at} {{\n  account: bakery; send: news_{at % 50}; to: people_{at * 7 % audiences}\n"
                f"  purpose: marketing; cap: 3 per 7d\n"
                f"  schedule: {when} in {zones[at * 7 % audiences % 5]} from 2026-09-02 until 2027-08-31\n"
                '  opt_out { keywords: "STOP"; honoured_within: 24h }\n}'
            )
        (folder / f"campaigns{start}.waba").write_text("\n".join(out) + "\n")
    (folder / "wabalint.yaml").write_text("thresholds: { horizon_days: 365 }\n")


def write_peers(folder):
    """The same limits for tools that check shapes, and words for one that searches."""
    folder.mkdir()
    (folder / "words.txt").write_text("\n".join(re.split(r"[|\n]", WORDS)) + "\n", encoding="utf-8")

    def of(kind, properties):
        kinds = {"properties": {"type": {"const": kind}}, "required": ["type"]}
        return {"if": kinds, "then": {"properties": properties}}

    text = lambda most, **more: {"type": "string", "minLength": 1, "maxLength": most, **more}
    button = {"type": "object", "required": ["type", "text"], "properties": {"text": text(25), "url": text(2000)}}
    schema = {
        "type": "object",
        "required": ["name", "language", "category", "components"],
        "properties": {
            "name": {"type": "string", "pattern": "^[a-z0-9_]{1,512}$"},
            "language": {"type": "string", "pattern": "^[a-z]{2,3}(_[A-Z]{2})?$"},
            "category": {"enum": ["AUTHENTICATION", "MARKETING", "UTILITY"]},
            "components": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "required": ["type"],
                    "allOf": [
                        of("HEADER", {"text": text(60)}),
                        of("BODY", {"text": text(1024)}),
                        of("FOOTER", {"text": text(60, pattern="^[^{]*$")}),
                        of("BUTTONS", {"buttons": {"type": "array", "maxItems": 10, "items": button}}),
                    ],
                },
            },
        },
    }
    (folder / "schema.json").write_text(json.dumps(schema))
    rules = {}

    def rule(name, given, function, options=None, field=None):
        then = {"function": function}
        then.update({"functionOptions": options} if options else {})
        then.update({"field": field} if field else {})
        rules[name] = {"given": given, "severity": "warn", "message": name, "then": then}

    part = lambda kind: f"$.components[?(@.type=='{kind}')].text"
    rule("name", "$.name", "pattern", {"match": "^[a-z0-9_]+$"})
    rule("name-length", "$.name", "length", {"max": 512})
    rule("language", "$.language", "pattern", {"match": "^[a-z]{2,3}(_[A-Z]{2})?$"})
    rule("category", "$.category", "enumeration", {"values": ["AUTHENTICATION", "MARKETING", "UTILITY"]})
    rule("components", "$", "truthy", field="components")
    rule("header-length", part("HEADER"), "length", {"max": 60})
    rule("body-length", part("BODY"), "length", {"max": 1024})
    rule("footer-length", part("FOOTER"), "length", {"max": 60})
    rule("footer-plain", part("FOOTER"), "pattern", {"notMatch": "\\{\\{"})
    rule("label-length", "$.components[*].buttons[*].text", "length", {"max": 25})
    rule("edge", part("BODY"), "pattern", {"notMatch": "^\\{\\{|\\}\\}$"})
    (folder / "spectral.json").write_text(json.dumps({"rules": rules}))


def generate(folder):
    write_templates(folder / "one", 1)
    write_templates(folder / "some", 500)
    write_templates(folder / "many", 5_000)
    write_templates(folder / "crowd", 100_000)
    write_year(folder / "year", 1_000, 500)
    write_peers(folder / "peers")
    known = {language: texts(language) for language in LANGUAGES}
    (folder / "one.py").write_text(f"TEMPLATE = {json.dumps(template(known, 0), ensure_ascii=False, indent=4)}\n")


# ---------------------------------------------------------------- measuring


def once(command, folder):
    """Seconds, seconds of processor, and the largest memory of one run in MiB."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode


def told(values, unit="s"):
    middle = statistics.median(values)
    digits = 3 if middle >= 0.1 else 4
    if unit == "×":
        digits = 1 if middle >= 10 else 2
    return f"{middle:.{digits}f} {unit} ({min(values):.{digits}f} to {max(values):.{digits}f})"


class Bench:
    def __init__(self, wabalint, folder, runs):
        self.wabalint, self.folder, self.runs = wabalint, folder, runs

    def ours(self, *paths):
        return [self.wabalint, "check", "--no-config", "--today", "2026-09-01", "--output", "short", *paths]

    def row(self, what, command, against=None, peer=None, aim="", ratio=1.0, runs=None, known=(0, 1)):
        """One line of the table. `against` runs in turn with the command; the ratio is ours by theirs."""
        commands = [command] + ([peer] if peer else [])
        figures = [[] for _ in commands]
        for turn in range((runs or self.runs) + 1):
            for at, each in enumerate(commands):
                figure = once(each, self.folder)
                if figure[3] not in known:
                    sys.exit(f"{what}: exit code {figure[3]} of {' '.join(map(str, each[:6]))} …")
                if turn:
                    figures[at].append(figure)
        wall = [[figure[0] for figure in of] for of in figures]
        memory = max(figure[2] for figure in figures[0])
        cells = [what, told(wall[0]), f"{memory:.0f} MiB"]
        if peer:
            processor = [[max(figure[1], 0.001) for figure in of] for of in figures]
            cells.append(f"{against}: {told(wall[1])}")
            cells += [told([a / b * ratio for a, b in zip(*of)], "×") for of in (wall, processor)]
        else:
            cells += ["", "", ""]
        print("| " + " | ".join(cells + [aim]) + " |", flush=True)

    def absent(self, what, tool, aim):
        print(f"| {what} | | | {tool} is not on this machine | | | {aim} |", flush=True)


def instructions(command, folder):
    """How many instructions a run takes; None without valgrind."""
    if not shutil.which("valgrind"):
        return None
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found = re.search(r"Collected : (\d+)", done.stderr)
    return int(found[1]) if found else None


def version(tool):
    done = subprocess.run([tool, "--version"], capture_output=True, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    return lines[0] if lines else "there"


def machine():
    model = ""
    if os.path.exists("/proc/cpuinfo"):
        names = re.findall(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
        model = f" ({names[0]})" if names else ""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{len(os.sched_getaffinity(0))} cores{model}, {memory:.0f} GiB, {platform.system()} {platform.release()}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wabalint", default=str(ROOT / "target/release/wabalint"), help="the program to measure")
    parser.add_argument("--runs", type=int, default=7, help="counted runs of each command (7)")
    parser.add_argument("--folder", help="keep the files in this folder, and use what is there")
    parser.add_argument("--instructions", action="store_true", help="also count instructions, with valgrind")
    parser.add_argument("--generate", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.generate:
        return generate(pathlib.Path(args.generate))
    wabalint = shutil.which(args.wabalint)
    if not wabalint:
        sys.exit(f"{args.wabalint}: not there; `cargo build --release` makes it")
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(args.folder or temporary, "wabalint-bench").absolute()
        if not folder.exists():
            # In a process of its own: what this one has ever held would count as the memory of what it starts.
            subprocess.run([sys.executable, __file__, "--generate", str(folder)], check=True)
        measure(os.path.abspath(wabalint), folder, args)


def measure(wabalint, folder, args):
    peers = {tool: shutil.which(tool) for tool in ["rg", "ajv", "spectral", "ruff"]}
    bench = Bench(wabalint, folder, args.runs)
    size = sum(path.stat().st_size for path in (folder / "many").rglob("*.json"))
    print(f"{datetime.date.today()}, {machine()}, load {os.getloadavg()[0]:.1f}; {args.runs} runs of each, in turn")
    print(f"5,000 files have {size:,} bytes; {version(wabalint)}")
    print("; ".join(f"{tool}: {version(path) if path else 'absent'}" for tool, path in peers.items()) + "\n")
    print("| work | wabalint | peak | beside | ratio of time | of processor time | aim |")
    print("| --- | --- | --- | --- | --- | --- | --- |", flush=True)
    rg, ajv, spectral, ruff = peers.values()
    many = bench.ours("many")

    what, aim = "5,000 files, all rules", "3 ×, 60 MiB"
    if rg:
        peer = [rg, "-c", "-i", "-F", "-f", "peers/words.txt", "many"]
        bench.row(what, many, "ripgrep, 60 words", peer, aim)
    else:
        bench.absent(what, "rg", aim)
    aim = "0.25 ×"
    if ajv:
        peer = [ajv, "validate", "--strict=false", "--errors=line", "-s", "peers/schema.json", "-d", "many/*/*.json"]
        bench.row("the same", many, "ajv, a schema of ten limits", peer, aim)
    else:
        bench.absent("the same", "ajv", aim)
    aim = "0.002 ×"
    if spectral:
        # It grows in a straight line, and would take minutes for all of them.
        peer = [spectral, "lint", "-q", "-r", "peers/spectral.json", "some/*/*.json"]
        bench.row("the same", many, "Spectral, 11 rules, 500 files (times ten)", peer, aim, ratio=0.1, runs=2)
    else:
        bench.absent("the same", "spectral", aim)
    one = f"one/{LANGUAGES[0]}/t000000.json"
    what, aim = "one file, cold start", "1 ×"
    runs = max(args.runs, 15)
    if ruff:
        bench.row(what, bench.ours(one), "ruff, one file", [ruff, "check", "--no-cache", "--isolated", "one.py"], aim, runs=runs)
    else:
        bench.absent(what, "ruff", aim)
    aim = "1 ×, for each file"
    bench.row("100,000 files, all rules", bench.ours("crowd"), "5,000 files", many, aim, ratio=0.05, runs=min(args.runs, 3))
    year = [wabalint, "check", "--today", "2026-09-01", "--output", "short", "."]
    aim = "1 s, 200 MiB"
    plan = [wabalint, "plan", "--today", "2026-09-01", "--output", "json", "."]
    bench.folder = folder / "year"
    bench.row("a year of 1,000 campaigns, 500 audiences: check", year, aim=aim)
    bench.row("the same: plan", plan, aim=aim)
    bench.folder = folder
    if args.instructions:
        print()
        for what, command in [("one file", bench.ours(one)), ("5,000 files on one thread", [*many, "--jobs", "1"])]:
            count = instructions(command, folder)
            print(f"{what}: " + (f"{count / 1e6:,.1f} million instructions" if count else "valgrind is not on this machine"))


if __name__ == "__main__":
    main()
