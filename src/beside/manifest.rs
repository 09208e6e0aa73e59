//! The packages that a program needs, as its manifest names them. Lock files repeat them and are not read.

use std::ops::Range;

use crate::policy;
use crate::source::FileId;
use crate::syntax;
use crate::syntax::tree::{Entry, Node};

/// Whose packages a manifest names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ecosystem {
    /// `package.json`
    Npm,
    /// `composer.json`
    Composer,
    /// `requirements.txt` and its kind
    Requirements,
    /// `pyproject.toml`
    Pyproject,
    /// `Pipfile`
    Pipfile,
    /// `go.mod`
    Go,
    /// `Gemfile`
    Gemfile,
    /// `Cargo.toml`
    Cargo,
}

impl Ecosystem {
    /// The manifest that a file is, by its name in lower case.
    pub(super) fn of_name(name: &str) -> Option<Ecosystem> {
        Some(match name {
            "package.json" => Ecosystem::Npm,
            "composer.json" => Ecosystem::Composer,
            "pyproject.toml" => Ecosystem::Pyproject,
            "pipfile" => Ecosystem::Pipfile,
            "go.mod" => Ecosystem::Go,
            "gemfile" => Ecosystem::Gemfile,
            "cargo.toml" => Ecosystem::Cargo,
            _ if name.starts_with("requirements") && (name.ends_with(".txt") || name.ends_with(".in")) => {
                Ecosystem::Requirements
            }
            _ => return None,
        })
    }

    /// The packages of this ecosystem that drive the consumer app.
    fn clients(self) -> &'static [&'static str] {
        match self {
            Ecosystem::Npm => policy::NPM_CLIENTS,
            Ecosystem::Composer => policy::COMPOSER_CLIENTS,
            Ecosystem::Requirements | Ecosystem::Pyproject | Ecosystem::Pipfile => policy::PYPI_CLIENTS,
            Ecosystem::Go => policy::GO_CLIENTS,
            Ecosystem::Gemfile => policy::GEM_CLIENTS,
            Ecosystem::Cargo => policy::CRATE_CLIENTS,
        }
    }
}

/// A package that drives the consumer app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Its name.
    pub name: String,
    /// Where it is named.
    pub range: Range<usize>,
    /// Whether only development and tests need it.
    pub is_for_development: bool,
}

/// A package that a manifest names.
struct Package<'t> {
    name: &'t str,
    range: Range<usize>,
    is_for_development: bool,
}

/// The packages of a manifest that drive the consumer app.
pub fn clients(ecosystem: Ecosystem, file: FileId, text: &str) -> Vec<Client> {
    match ecosystem {
        Ecosystem::Npm | Ecosystem::Composer => return in_json(ecosystem, file, text),
        Ecosystem::Requirements => lines(text).filter_map(requirement).collect(),
        Ecosystem::Go => go(text),
        Ecosystem::Gemfile => lines(text).filter_map(gem).collect(),
        Ecosystem::Pyproject | Ecosystem::Pipfile | Ecosystem::Cargo => toml(text),
    }
    .into_iter()
    .filter(|package: &Package<'_>| is_client(ecosystem, package.name))
    .chain((ecosystem == Ecosystem::Requirements).then(|| addresses(text)).into_iter().flatten())
    .map(|package| Client {
        name: package.name.to_owned(),
        range: package.range,
        is_for_development: package.is_for_development,
    })
    .collect()
}

/// The repositories of clients that a list of requirements takes packages from: `git+https://…`, `-e git+ssh://…`.
fn addresses(text: &str) -> Vec<Package<'_>> {
    let from = |(start, line): (usize, &'_ str)| {
        let scheme = line.find("://")?;
        let lower = line.to_ascii_lowercase();
        let at = policy::CLIENT_REPOSITORIES.iter().find_map(|repository| {
            let at = scheme + lower.get(scheme..)?.find(repository)?;
            Some(start + at..start + at + repository.len())
        })?;
        Some(Package { name: text.get(at.clone())?, range: at, is_for_development: false })
    };
    lines(text).filter_map(from).collect()
}

/// Whether a package drives the consumer app. A name of the data that begins with `*` is what it ends with.
fn is_client(ecosystem: Ecosystem, name: &str) -> bool {
    let name = match ecosystem {
        Ecosystem::Requirements | Ecosystem::Pyproject | Ecosystem::Pipfile | Ecosystem::Cargo => {
            name.to_ascii_lowercase().replace(['_', '.'], "-")
        }
        _ => name.to_ascii_lowercase(),
    };
    ecosystem.clients().iter().any(|client| match client.strip_prefix('*') {
        Some(end) => name.ends_with(end),
        None => name == *client || ecosystem == Ecosystem::Go && is_below(&name, client),
    })
}

/// Whether a module of Go is one or a later version of it: `…/whatsmeow/v2`.
fn is_below(name: &str, module: &str) -> bool {
    name.strip_prefix(module).is_some_and(|rest| rest.starts_with('/'))
}

/// `package.json` and `composer.json`: keys of a few objects. What stands behind a key may be another package.
fn in_json(ecosystem: Ecosystem, file: FileId, text: &str) -> Vec<Client> {
    let groups = [
        ("dependencies", false),
        ("optionalDependencies", false),
        ("peerDependencies", false),
        ("devDependencies", true),
        ("require", false),
        ("require-dev", true),
    ];
    let mut found = Vec::new();
    let tree = syntax::parse_json(file, text);
    for entry in tree.roots.iter().filter_map(Node::as_map).flatten() {
        let Some((_, is_for_development)) = groups.iter().find(|(group, _)| *group == entry.key.as_str())
        else {
            continue;
        };
        for package in entry.value.as_map().unwrap_or_default() {
            let Some(name) = client_of(ecosystem, package) else { continue };
            found.push(Client {
                name,
                range: package.key.span().range(),
                is_for_development: *is_for_development,
            });
        }
    }
    found
}

/// The client that an entry names by its key, by an alias (`npm:…`) or by where it comes from (`github:…`).
fn client_of(ecosystem: Ecosystem, entry: &Entry) -> Option<String> {
    let key = entry.key.as_str();
    if is_client(ecosystem, key) {
        return Some(key.to_owned());
    }
    let value = entry.value.as_text()?.as_str();
    let alias = value.strip_prefix("npm:").map(|alias| match alias.rfind('@') {
        Some(at) if at > 0 => alias.get(..at).unwrap_or(alias),
        _ => alias,
    });
    if let Some(alias) = alias {
        return is_client(ecosystem, alias).then(|| alias.to_owned());
    }
    let is_address = value.starts_with("github:") || value.contains("://") || value.starts_with("git@");
    let lower = value.to_ascii_lowercase();
    let repository = policy::CLIENT_REPOSITORIES.iter().find(|repository| lower.contains(**repository));
    repository.filter(|_| is_address).map(|repository| (*repository).to_owned())
}

/// The lines of a text with their places, without a comment behind `#`.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        let inner = line.trim_start_matches('\u{feff}');
        let start = start + line.len() - inner.len();
        let end = inner.find('#').unwrap_or(inner.len());
        (start, inner.get(..end).unwrap_or_default())
    })
}

/// What a package is called at the beginning of a requirement: `neonize>=0.3 ; python_version > "3.9"`.
fn requirement((start, line): (usize, &str)) -> Option<Package<'_>> {
    let lead = line.len() - line.trim_start().len();
    let rest = line.get(lead..)?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let end = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
    let name = rest.get(..end).filter(|name| name.starts_with(|c: char| c.is_ascii_alphanumeric()))?;
    Some(Package { name, range: start + lead..start + lead + end, is_for_development: false })
}

/// `gem "name", "~> 1.0"`
fn gem((start, line): (usize, &str)) -> Option<Package<'_>> {
    let lead = line.len() - line.trim_start().len();
    let rest = line.get(lead..)?.strip_prefix("gem")?;
    let open = rest.find(['"', '\''])?;
    let before = rest.get(..open)?;
    let inner = rest.get(open + 1..)?;
    let end = inner.find(['"', '\''])?;
    let from = start + lead + "gem".len() + open + 1;
    (before.trim().is_empty() || before.trim() == "(").then_some(Package {
        name: inner.get(..end)?,
        range: from..from + end,
        is_for_development: false,
    })
}

/// `require module version`, alone or in a block. What is marked `// indirect` others have chosen.
fn go(text: &str) -> Vec<Package<'_>> {
    let mut found = Vec::new();
    let mut is_inside = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let (code, comment) = line.split_once("//").unwrap_or((line, ""));
        let code = code.trim();
        let required = match code.strip_prefix("require") {
            Some(rest) if rest.trim() == "(" => {
                is_inside = true;
                continue;
            }
            Some(rest) if rest.starts_with(char::is_whitespace) => rest.trim(),
            _ if is_inside && code != ")" => code,
            _ => {
                is_inside &= code != ")";
                continue;
            }
        };
        let Some(name) = required.split_whitespace().next() else { continue };
        if let Some(inside) = line.find(name).filter(|_| !comment.contains("indirect")) {
            let range = start + inside..start + inside + name.len();
            found.push(Package { name, range, is_for_development: false });
        }
    }
    found
}

/// The tables of dependencies of a TOML manifest, and the lists of requirements in it.
fn toml(text: &str) -> Vec<Package<'_>> {
    let mut found = Vec::new();
    let mut table = String::new();
    let mut is_list = false;
    for (start, line) in lines(text) {
        let inner = line.trim();
        if let Some(head) = inner.strip_prefix('[').filter(|_| !is_list) {
            table = head.trim_matches(['[', ']', ' ']).to_owned();
            // `[dependencies.name]`
            if let Some((before, name)) = table.rsplit_once('.')
                && is_of_packages(before)
                && let Some(at) = line.rfind(name)
                && let Some(name) = line.get(at..at + name.len())
            {
                let range = start + at..start + at + name.len();
                found.push(Package { name, range, is_for_development: before.contains("dev") });
            }
            continue;
        }
        let is_for_development = table.contains("dev") || table.contains("test");
        let key =
            line.split_once('=').filter(|_| !is_list).map(|(key, _)| key.trim().trim_matches(['"', '\'']));
        if is_of_packages(&table)
            && let Some(name) = key
            && let Some(at) = line.find(name)
        {
            let range = start + at..start + at + name.len();
            found.push(Package { name, range, is_for_development });
        }
        let is_named = table == "project" && key.is_some_and(|key| key == "dependencies")
            || matches!(table.as_str(), "project.optional-dependencies" | "dependency-groups")
                && key.is_some();
        if is_named || is_list {
            let from = if is_named { line.find('=').map_or(0, |at| at + 1) } else { 0 };
            requirements(line, from, start, is_for_development, &mut found);
            let behind = line.get(from..).unwrap_or_default();
            is_list =
                if is_named { behind.trim_start().starts_with('[') } else { is_list } && !ends_list(behind);
        }
    }
    found
}

/// Whether a table of a TOML manifest holds packages as its keys.
fn is_of_packages(table: &str) -> bool {
    let last = table.rsplit('.').next().unwrap_or_default();
    let is_poetry =
        table.starts_with("tool.poetry") || !table.starts_with("tool.") && !table.starts_with("project");
    is_poetry
        && (last == "dependencies"
            || last.ends_with("-dependencies")
            || matches!(last, "packages" | "dev-packages"))
}

/// Whether a list ends on a line: `[` of an extra (`name[extra]`) stands in quotes.
fn ends_list(line: &str) -> bool {
    let mut quote = None;
    for c in line.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == ']' => return true,
            _ => {}
        }
    }
    false
}

/// The requirements in quotes on a line.
fn requirements<'t>(
    line: &'t str,
    from: usize,
    start: usize,
    is_for_development: bool,
    found: &mut Vec<Package<'t>>,
) {
    let mut at = from;
    while let Some(open) = line.get(at..).and_then(|rest| rest.find(['"', '\''])) {
        let begin = at + open + 1;
        let inner = line.get(begin..).unwrap_or_default();
        let Some(end) = inner.find(['"', '\'']) else { return };
        let package = requirement((start + begin, inner.get(..end).unwrap_or_default()));
        found.extend(package.map(|package| Package { is_for_development, ..package }));
        at = begin + end + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceFile, SourceMap};

    fn told(name: &str, text: &str) -> Vec<(String, bool)> {
        let mut sources = SourceMap::default();
        let id = sources.add(SourceFile::new(name, text));
        let ecosystem = Ecosystem::of_name(&name.to_lowercase()).unwrap_or_else(|| panic!("{name}"));
        let found = clients(ecosystem, id, text);
        for client in &found {
            assert!(text.get(client.range.clone()).is_some_and(|words| !words.is_empty()), "{client:?}");
        }
        found.into_iter().map(|client| (client.name, client.is_for_development)).collect()
    }

    #[test]
    fn manifests_name_their_clients() {
        let one = |name: &str, dev: bool| vec![(name.to_owned(), dev)];
        assert_eq!(
            told("package.json", r#"{"dependencies": {"whatsapp-web.js": "^1"}}"#),
            one("whatsapp-web.js", false)
        );
        assert_eq!(
            told("package.json", r#"{"devDependencies": {"@whiskeysockets/baileys": "6"}}"#),
            one("@whiskeysockets/baileys", true)
        );
        assert_eq!(
            told("package.json", r#"{"dependencies": {"wa": "npm:@acme/baileys@6.1.0"}}"#),
            one("@acme/baileys", false)
        );
        assert_eq!(
            told("package.json", r#"{"dependencies": {"wa": "github:WhiskeySockets/Baileys"}}"#),
            one("whiskeysockets/baileys", false)
        );
        assert_eq!(
            told("requirements-prod.txt", "flask==3\nNeonize>=0.3 # sends\n# yowsup\n"),
            one("Neonize", false)
        );
        assert_eq!(
            told("requirements-dev.in", "-e git+ssh://git@github.com/tgalal/Yowsup.git@master#egg=y\npywa\n"),
            one("tgalal/Yowsup", false)
        );
        assert_eq!(
            told(
                "pyproject.toml",
                "[project]\ndependencies = [\n  'flask[async]>=3', # pywhatkit\n  \"pywhatkit>=5\",\n]\n"
            ),
            one("pywhatkit", false)
        );
        assert_eq!(
            told("pyproject.toml", "[tool.poetry.group.dev.dependencies]\nneonize = \"^0.3\"\n"),
            one("neonize", true)
        );
        assert_eq!(told("Pipfile", "[packages]\nyowsup = \"*\"\n"), one("yowsup", false));
        assert_eq!(
            told(
                "go.mod",
                "module x\n\nrequire (\n\tgo.mau.fi/whatsmeow v0.1 \n\tgithub.com/tulir/whatsmeow v0 // indirect\n)\n"
            ),
            one("go.mau.fi/whatsmeow", false)
        );
        assert_eq!(
            told("Cargo.toml", "[dependencies.whatsapp-rust]\nversion = \"0.1\"\n"),
            one("whatsapp-rust", false)
        );
    }

    #[test]
    fn other_packages_and_other_places_pass() {
        for (name, text) in [
            (
                "package.json",
                r#"{"name": "whatsapp-web.js", "keywords": ["baileys"], "dependencies": {"puppeteer": "1", "whatsapp": "0.0.5", "twilio": "5"}}"#,
            ),
            (
                "package.json",
                "{\"dependencies\": {\"x\": \"npm:left-pad@1\"}, \"scripts\": {\"a\": \"npm i venom-bot\"}",
            ),
            ("composer.json", r#"{"require": {"netflie/whatsapp-cloud-api": "^2"}}"#),
            ("requirements.txt", "# pywhatkit\npywa\nheyoo==0.1\n-r neonize.txt\n"),
            (
                "pyproject.toml",
                "[project]\nname = \"neonize\"\nkeywords = [\"yowsup\"]\n[tool.x]\nneonize = 1\n",
            ),
            ("go.mod", "module go.mau.fi/whatsmeow\n// require go.mau.fi/whatsmeow v0\n"),
            ("Gemfile", "# gem 'whatsapp'\ngem 'rails'\n"),
            ("Cargo.toml", "[package]\nname = \"whatsapp-rust\"\n[features]\nwhatsapp-rust = []\n"),
        ] {
            assert_eq!(told(name, text), [], "{name}: {text}");
        }
    }
}
