//! All definitions of a run, with names resolved across files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use jiff::civil::Date;

use super::{FileModel, Options, Thresholds};
use crate::beside::Beside;
use crate::model::{Account, Audience, Campaign, Category, Dialect, Item, Part, Purpose, Template, Unknowns};
use crate::policy::{self, CountryPace, Law};
use crate::rules::Rule;
use crate::source::{FileId, SourceFile, SourceMap, Span};
use crate::syntax::Syntax;
use crate::syntax::tree::Text;
use crate::text::links::declared_host;
use crate::timeline::{self, Horizon, Load, Plan, Relations};

/// A domain of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    /// Its host, in lower case.
    pub host: String,
    /// Where it is declared.
    pub span: Span,
}

/// What the account held when its templates were listed.
pub struct Listing<'a> {
    /// The templates, in the order of the listing.
    pub templates: Vec<&'a Template>,
    /// Whether the account was listed; notices alone speak of a few templates only.
    pub is_whole: bool,
    by_name: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Listing<'a> {
    fn new(models: &[&'a FileModel]) -> Self {
        let is_listed = |item: &Item| matches!(item, Item::Template(template) if !template.is_from_notice);
        // An account without templates has an empty listing.
        let is_whole = models.iter().any(|model| model.items.is_empty() || model.items.iter().any(is_listed));
        let mut listing = Listing { templates: Vec::new(), is_whole, by_name: BTreeMap::new() };
        for item in models.iter().flat_map(|model| &model.items) {
            let Item::Template(template) = item else { continue };
            if let Some(name) = &template.name {
                listing.by_name.entry(name.as_str()).or_default().push(listing.templates.len());
            }
            listing.templates.push(template);
        }
        listing
    }

    /// All languages of a template that the account holds; deleted ones are left out.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &'a Template> {
        self.entries(name).filter(|template| !template.is_deleted())
    }

    /// The account's version of a template, by name and language, unless it is deleted.
    pub fn version_of(&self, template: &Template) -> Option<&'a Template> {
        let name = template.name.as_ref()?;
        self.named(name.as_str()).find(|known| known.is_language_of(template))
    }

    /// The deleted version of a template whose name the account still holds, where there is no living one.
    pub fn deleted_version_of(&self, template: &Template) -> Option<&'a Template> {
        let name = template.name.as_ref()?;
        if self.version_of(template).is_some() {
            return None;
        }
        self.entries(name.as_str()).find(|known| known.is_deleted() && known.is_language_of(template))
    }

    fn entries(&self, name: &str) -> impl Iterator<Item = &'a Template> {
        let found = self.by_name.get(name).map(Vec::as_slice).unwrap_or_default();
        found.iter().filter_map(|at| self.templates.get(*at).copied())
    }
}

/// All definitions of a run.
pub struct Workspace<'a> {
    /// Templates, in the order of the files; translations are templates of their own.
    pub templates: Vec<&'a Template>,
    /// Audiences, in the order of the files.
    pub audiences: Vec<&'a Audience>,
    /// Campaigns, in the order of the files.
    pub campaigns: Vec<&'a Campaign>,
    /// Accounts, in the order of the files; then the one of the configuration.
    pub accounts: Vec<&'a Account>,
    /// The templates of a saved listing of the account; `None` where none was given.
    pub listing: Option<Listing<'a>>,
    /// Files beside the definitions, in the order in which they were read.
    pub beside: Vec<(FileId, &'a Beside)>,
    /// The day of the run.
    pub today: Date,
    /// Figures.
    pub thresholds: Thresholds,
    /// The languages that every template should be in.
    pub languages: &'a [String],
    laws: &'a BTreeMap<&'static str, Law>,
    sources: &'a SourceMap,
    syntaxes: Vec<Syntax>,
    template_index: BTreeMap<&'a str, Vec<usize>>,
    /// Templates whose name or language a program computes.
    computed: Vec<usize>,
    audience_index: BTreeMap<&'a str, usize>,
    sender_index: BTreeMap<&'a str, Vec<usize>>,
    off: BTreeSet<&'a str>,
    plan: OnceLock<Plan>,
    relations: OnceLock<Relations>,
    by_consent: OnceLock<BTreeMap<String, Vec<usize>>>,
    mended: OnceLock<BTreeMap<String, usize>>,
}

/// How many messages somebody is taken to bear in a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bearable {
    /// How many.
    pub most: usize,
    /// The law that says so, where it is one.
    pub fact: Option<&'static str>,
}

impl<'a> Workspace<'a> {
    pub(super) fn new(
        models: &'a [FileModel],
        sources: &'a SourceMap,
        syntaxes: Vec<Syntax>,
        options: &'a Options,
    ) -> Self {
        let listed: Vec<&FileModel> =
            models.iter().filter(|model| model.listing && !model.unusable).collect();
        let mut workspace = Workspace {
            listing: (!listed.is_empty()).then(|| Listing::new(&listed)),
            sources,
            syntaxes,
            templates: Vec::new(),
            audiences: Vec::new(),
            campaigns: Vec::new(),
            accounts: Vec::new(),
            beside: models
                .iter()
                .filter_map(|model| model.beside.as_ref())
                .map(|(id, what)| (*id, what))
                .collect(),
            today: options.today,
            thresholds: options.thresholds,
            languages: &options.languages,
            laws: &options.laws,
            template_index: BTreeMap::new(),
            computed: Vec::new(),
            audience_index: BTreeMap::new(),
            sender_index: BTreeMap::new(),
            off: options
                .levels
                .iter()
                .filter(|(_, level)| level.is_none())
                .map(|(name, _)| name.as_str())
                .collect(),
            plan: OnceLock::new(),
            relations: OnceLock::new(),
            by_consent: OnceLock::new(),
            mended: OnceLock::new(),
        };
        for item in models.iter().filter(|model| !model.listing).flat_map(|model| &model.items) {
            match item {
                Item::Template(template) => workspace.templates.push(template),
                Item::Audience(audience) => workspace.audiences.push(audience),
                Item::Campaign(campaign) => workspace.campaigns.push(campaign),
                Item::Account(account) => workspace.accounts.push(account),
            }
        }
        workspace.accounts.extend(&options.account);
        for (at, template) in workspace.templates.iter().enumerate() {
            if let Some(name) = &template.name {
                workspace.template_index.entry(name.as_str()).or_default().push(at);
            }
            if template.unknown.any_of(&[Part::Name, Part::Language]) {
                workspace.computed.push(at);
            }
        }
        for (at, campaign) in workspace.campaigns.iter().enumerate() {
            for reference in campaign.template_references() {
                let senders = workspace.sender_index.entry(reference.name.as_str()).or_default();
                if senders.last() != Some(&at) {
                    senders.push(at);
                }
            }
        }
        for (at, audience) in workspace.audiences.iter().enumerate() {
            if let Some(name) = &audience.name {
                workspace.audience_index.entry(name.as_str()).or_insert(at);
            }
        }
        workspace
    }

    /// The name of a file.
    pub fn file_name(&self, file: FileId) -> &'a str {
        self.sources.name(file)
    }

    /// The text of a file.
    pub fn text(&self, file: FileId) -> &'a str {
        self.sources.get(file).map_or("", SourceFile::text)
    }

    /// The files of the run with their texts, in the order in which they were read.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &'a str)> {
        self.sources.iter().map(|(id, file)| (id, file.text()))
    }

    /// How a file is spelled.
    pub fn syntax(&self, file: FileId) -> Syntax {
        self.syntaxes.get(file.index()).copied().unwrap_or(Syntax::Yaml)
    }

    /// All languages of a template.
    pub fn templates_named(&self, name: &str) -> impl Iterator<Item = &'a Template> {
        let found = self.template_index.get(name).map(Vec::as_slice).unwrap_or_default();
        found.iter().filter_map(|at| self.templates.get(*at).copied())
    }

    /// Whether two definitions may be the same template, kept in two places: teams keep shapes of their own beside what
    /// they submit.
    pub fn may_be_copies(&self, one: &Template, other: &Template) -> bool {
        let is_own = |template: &Template| {
            template.dialect == Dialect::Other || self.syntax(template.span.file) == Syntax::Markdown
        };
        (is_own(one) || is_own(other)) && one.span.file != other.span.file
    }

    /// Whether a template whose name or language a program computes may be the one of a name and language.
    pub fn may_be_in(&self, name: &str, language: &str) -> bool {
        let may_be = |part: Part, own: Option<&Text>, wanted: &str, unknown: Unknowns| match own {
            Some(own) => own.as_str() == wanted,
            None => unknown.has(part),
        };
        let computed = self.computed.iter().filter_map(|at| self.templates.get(*at));
        computed.into_iter().any(|template| {
            may_be(Part::Name, template.name.as_ref(), name, template.unknown)
                && may_be(Part::Language, template.language.as_ref(), language, template.unknown)
        })
    }

    /// Names of all templates, each once.
    pub fn template_names(&self) -> impl Iterator<Item = &'a str> {
        self.template_index.keys().copied()
    }

    /// How many names of templates become `wanted` when those that are not valid are mended.
    pub fn names_mended_to(
        &self,
        wanted: &str,
        is_valid: fn(&str) -> bool,
        mend: fn(&str) -> String,
    ) -> usize {
        let mended = self.mended.get_or_init(|| {
            let mut counts = BTreeMap::new();
            for name in self.template_names().filter(|name| !is_valid(name)) {
                *counts.entry(mend(name)).or_default() += 1;
            }
            counts
        });
        mended.get(wanted).copied().unwrap_or(0)
    }

    /// What the law of a country asks: as the configuration says, otherwise as the table does.
    pub fn law(&self, country: &str) -> Option<&'a Law> {
        self.laws.get(country).or_else(|| policy::law_of(country))
    }

    /// The audience of a name.
    pub fn audience(&self, name: &str) -> Option<&'a Audience> {
        self.audience_index.get(name).and_then(|at| self.audiences.get(*at)).copied()
    }

    /// The accounts that a template belongs to: those of the campaigns that send it, otherwise all.
    pub fn accounts_of(&self, template: &Template) -> Vec<&'a Account> {
        let senders = self.senders_of(template);
        let named: Vec<&str> = senders
            .iter()
            .filter_map(|campaign| campaign.account.as_ref())
            .map(|name| name.name.as_str())
            .collect();
        let is_named =
            |account: &&Account| account.name.as_ref().is_some_and(|name| named.contains(&name.as_str()));
        let own: Vec<&'a Account> =
            self.accounts.iter().copied().filter(|account| is_named(account)).collect();
        if own.is_empty() { self.accounts.clone() } else { own }
    }

    /// The domains that the accounts of a template declare.
    pub fn domains_of(&self, template: &Template) -> Vec<Domain> {
        // Most workspaces declare none, and most templates are asked for it.
        if self.accounts.iter().all(|account| account.domains.is_empty()) {
            return Vec::new();
        }
        let domains = self.accounts_of(template).into_iter().flat_map(|account| &account.domains);
        let declared =
            domains.map(|domain| Domain { host: declared_host(domain.as_str()), span: domain.span() });
        declared.filter(|domain| !domain.host.is_empty()).collect()
    }

    /// Names of all audiences.
    pub fn audience_names(&self) -> impl Iterator<Item = &'a str> {
        self.audience_index.keys().copied()
    }

    /// The templates that a campaign sends: in its language, when it names one.
    pub fn sent_by(&self, campaign: &Campaign) -> Vec<&'a Template> {
        let language = campaign.language.as_ref().map(|text| text.as_str());
        let mut sent: Vec<&'a Template> = Vec::new();
        for reference in campaign.template_references() {
            for template in self.templates_named(reference.name.as_str()) {
                let matches = language.is_none_or(|language| {
                    template.language.as_ref().is_some_and(|own| own.as_str() == language)
                });
                if matches && sent.iter().all(|known| !std::ptr::eq(*known, template)) {
                    sent.push(template);
                }
            }
        }
        sent
    }

    /// The audiences that a campaign is sent to.
    pub fn reached_by(&self, campaign: &Campaign) -> Vec<&'a Audience> {
        campaign.to.iter().filter_map(|reference| self.audience(reference.name.as_str())).collect()
    }

    /// The audiences that a campaign is sent to, each with the place that names it.
    pub fn sent_to<'c>(&self, campaign: &'c Campaign) -> Vec<(&'c Text, &'a Audience)> {
        let to = campaign.to.iter().map(|reference| &reference.name);
        to.filter_map(|name| Some((name, self.audience(name.as_str())?))).collect()
    }

    /// The campaigns that send a template.
    pub fn senders_of(&self, template: &Template) -> Vec<&'a Campaign> {
        let Some(name) = &template.name else { return Vec::new() };
        self.campaigns_sending(name.as_str())
            .into_iter()
            .filter(|campaign| {
                let language = campaign.language.as_ref().map(|text| text.as_str());
                language.is_none_or(|l| template.language.as_ref().is_some_and(|own| own.as_str() == l))
            })
            .collect()
    }

    /// The campaigns that name a template, in whatever language.
    pub fn campaigns_sending(&self, name: &str) -> Vec<&'a Campaign> {
        let senders = self.sender_index.get(name).map(Vec::as_slice).unwrap_or_default();
        senders.iter().filter_map(|at| self.campaigns.get(*at).copied()).collect()
    }

    /// Whether any campaign names a template.
    pub fn is_sent(&self, name: &str) -> bool {
        self.sender_index.contains_key(name)
    }

    /// The campaigns that are sent to an audience, by its own name.
    pub fn campaigns_to(&self, audience: &Audience) -> Vec<&'a Campaign> {
        let Some(name) = &audience.name else { return Vec::new() };
        self.campaigns
            .iter()
            .filter(|campaign| campaign.to.iter().any(|reference| reference.name.as_str() == name.as_str()))
            .copied()
            .collect()
    }

    /// An audience and all audiences that hold it, nearest first: what is said of the whole holds for a part.
    pub fn holders(&self, audience: &'a Audience) -> Vec<&'a Audience> {
        let mut all = vec![audience];
        let mut seen: BTreeSet<*const Audience> = BTreeSet::from([std::ptr::from_ref(audience)]);
        let mut at = 0;
        while let Some(current) = all.get(at).copied() {
            for holder in
                current.part_of.iter().filter_map(|reference| self.audience(reference.name.as_str()))
            {
                if seen.insert(std::ptr::from_ref(holder)) {
                    all.push(holder);
                }
            }
            at += 1;
        }
        all
    }

    /// The countries of an audience: its own, or those of the nearest audience that holds it and names any.
    pub fn countries_of<'s>(&'s self, audience: &'s Audience) -> &'s [Text] {
        if !audience.countries.is_empty() || !audience.zones.is_empty() || audience.part_of.is_empty() {
            return &audience.countries;
        }
        let known = audience.name.as_ref().and_then(|name| self.audience(name.as_str()));
        let holders = known.map(|known| self.holders(known)).unwrap_or_default();
        let named = holders.into_iter().find(|holder| !holder.countries.is_empty());
        named.map_or(&[], |holder| holder.countries.as_slice())
    }

    /// Where the people of an audience live, with the place that says so: by its countries, or by its zones where neither
    /// it nor an audience that holds it names any country.
    pub fn residence_of<'s>(&'s self, audience: &'s Audience) -> Vec<(&'s str, &'s Text)> {
        let countries = self.countries_of(audience);
        if !countries.is_empty() {
            return countries.iter().map(|code| (code.as_str(), code)).collect();
        }
        let known = audience.name.as_ref().and_then(|name| self.audience(name.as_str()));
        let holders = known.map_or_else(|| vec![audience], |known| self.holders(known));
        let placed = holders.into_iter().find(|holder| !holder.zones.is_empty());
        let zones = placed.map(|holder| holder.zones.as_slice()).unwrap_or_default();
        zones.iter().filter_map(|zone| Some((policy::country_of_zone(zone.as_str())?, zone))).collect()
    }

    /// The campaigns, by index, that rest on the consent of an audience: its own, or inherited by a part of it.
    pub fn campaigns_under(&self, audience: &Audience) -> &[usize] {
        let index = self.by_consent.get_or_init(|| {
            let mut index: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (at, campaign) in self.campaigns.iter().enumerate() {
                for to in self.reached_by(campaign) {
                    let holder = self.holders(to).into_iter().find(|holder| holder.consent.is_some());
                    if let Some(name) = holder.and_then(|holder| holder.name.as_ref()) {
                        index.entry(name.as_str().to_owned()).or_default().push(at);
                    }
                }
            }
            index
        });
        let name = audience.name.as_ref().map_or("", |name| name.as_str());
        index.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a campaign is marketing: it says so, or says nothing and sends a marketing template.
    pub fn is_marketing(&self, campaign: &Campaign) -> bool {
        match campaign.purpose.as_ref().and_then(|purpose| purpose.known) {
            Some(purpose) => purpose == Purpose::Marketing,
            None => self.sent_by(campaign).iter().any(|template| template.is(Category::Marketing)),
        }
    }

    /// The purpose of a campaign: what it says, otherwise marketing where it sends a marketing template.
    pub fn purpose_of(&self, campaign: &Campaign) -> Option<Purpose> {
        let declared = campaign.purpose.as_ref().and_then(|purpose| purpose.known);
        declared.or_else(|| self.is_marketing(campaign).then_some(Purpose::Marketing))
    }

    /// Whether a rule is on, for rules that leave something to another.
    pub fn is_on(&self, rule: &Rule) -> bool {
        !self.off.contains(rule.name)
    }

    /// All sends that are planned, laid out once for every rule that asks.
    pub fn plan(&self) -> &Plan {
        self.plan.get_or_init(|| {
            let reaches: Vec<Vec<usize>> = self
                .campaigns
                .iter()
                .map(|campaign| {
                    campaign
                        .to
                        .iter()
                        .filter_map(|reference| self.audience_index.get(reference.name.as_str()).copied())
                        .collect()
                })
                .collect();
            Plan::new(&self.campaigns, &self.audiences, &reaches, self.relations(), self.horizon())
        })
    }

    /// Where the audience of a name stands in the plan.
    pub fn audience_place(&self, name: &str) -> Option<usize> {
        self.audience_index.get(name).copied()
    }

    /// The account that a campaign is sent from: the one that it names, or the only one.
    pub fn account_of(&self, campaign: &Campaign) -> Option<&'a Account> {
        match &campaign.account {
            Some(reference) => {
                let is_it = |account: &&&Account| {
                    account.name.as_ref().is_some_and(|name| name.as_str() == reference.name.as_str())
                };
                self.accounts.iter().find(is_it).copied()
            }
            None => {
                // The account of the configuration may stand in a file as well.
                let first = self.accounts.first().copied()?;
                let name = |account: &Account| account.name.as_ref().map(|name| name.as_str().to_owned());
                let is_one = self.accounts.iter().skip(1).all(|other| name(other) == name(first));
                is_one.then_some(first)
            }
        }
    }

    /// What a campaign sells: its own word, or all words of its account, some of which it is.
    pub fn verticals_of<'c>(&'c self, campaign: &'c Campaign) -> Vec<&'c Text> {
        match &campaign.vertical {
            Some(own) => vec![own],
            None => {
                self.account_of(campaign).map(|account| account.vertical.iter().collect()).unwrap_or_default()
            }
        }
    }

    /// What an account sends, in the order of time: messages that the business begins.
    pub fn load_of(&self, account: &Account) -> Load<'_> {
        let own: Vec<(usize, &Campaign, Vec<usize>)> = self
            .campaigns
            .iter()
            .enumerate()
            .filter(|(_, campaign)| self.account_of(campaign).is_some_and(|own| std::ptr::eq(own, account)))
            .filter(|(_, campaign)| {
                let purpose = campaign.purpose.as_ref().and_then(|purpose| purpose.known);
                purpose != Some(Purpose::Care)
                    && campaign.channel.as_ref().is_none_or(|channel| channel.as_str() == "api")
            })
            .map(|(at, campaign)| {
                let to = campaign.to.iter().filter_map(|to| self.audience_place(to.name.as_str())).collect();
                (at, *campaign, to)
            })
            .collect();
        let own: Vec<(usize, &Campaign, &[usize])> =
            own.iter().map(|(at, campaign, to)| (*at, *campaign, to.as_slice())).collect();
        timeline::batches(self.plan(), &own, &self.audiences)
    }

    /// How many marketing messages one person of an audience is taken to bear in 24 hours, 7 days and 30 days: as the
    /// thresholds say, or the pace of a country of theirs where that is slower.
    pub fn pace_of(&self, audience: &Audience) -> [Bearable; 3] {
        let usual = self.thresholds;
        let laws: Vec<CountryPace> =
            self.countries_of(audience).iter().filter_map(|code| self.law(code.as_str())?.pace).collect();
        let slower = |pick: fn(&CountryPace) -> Option<(u32, &'static str)>, usual: usize| {
            let by_law = laws.iter().filter_map(pick).map(|(most, fact)| (most as usize, fact));
            let strictest = by_law.min_by_key(|(most, _)| *most).filter(|(most, _)| *most <= usual);
            strictest.map_or(Bearable { most: usual, fact: None }, |(most, fact)| Bearable {
                most,
                fact: Some(fact),
            })
        };
        [
            slower(|pace| pace.per_24h, usual.per_24h),
            slower(|pace| pace.per_7d, usual.per_7d),
            slower(|pace| pace.per_30d, usual.per_30d),
        ]
    }

    /// How audiences share people.
    pub fn relations(&self) -> &Relations {
        self.relations.get_or_init(|| Relations::new(&self.audiences, self.thresholds.assume_overlap))
    }

    /// How far ahead plans are looked at.
    pub fn horizon(&self) -> Horizon {
        Horizon {
            today: self.today,
            days: self.thresholds.horizon_days,
            limit: policy::PACE.instants_per_campaign as usize,
        }
    }
}
