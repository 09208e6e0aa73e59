//! The rules: what a rule is, the one list of all of them, and what they may look at.
//!
//! A rule is one file with its documentation, its metadata and its check, and one line in the list below.

use crate::diagnostic::{Diagnostic, FaultKind, Severity};
use crate::engine::Workspace;
use crate::model::{Account, Audience, Campaign, Part, Template};
use crate::text::reader::Reader;

pub(crate) mod counted;
pub(crate) mod edits;
#[cfg(test)]
mod harness;
mod rule_ref;
pub(crate) mod sends_shown;
pub(crate) mod source_words;
pub(crate) mod too_long;
pub(crate) mod too_many;
pub(crate) mod values;
pub(crate) mod wording;

pub use rule_ref::RuleRef;

/// What a rule is about; the folder that it lives in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// What reviewers and recipients object to.
    Content,
    /// How often, when, how many.
    Frequency,
    /// What the platform refuses.
    Format,
    /// The way out.
    OptOut,
    /// Data, records and who looks after them.
    Privacy,
    /// The repository as a whole.
    Project,
    /// Unsolicited promotion, and the category that it costs.
    Promo,
    /// Where the contacts came from.
    Source,
}

impl Group {
    /// All groups.
    pub const ALL: [Group; 8] = [
        Group::Content,
        Group::Frequency,
        Group::Format,
        Group::OptOut,
        Group::Privacy,
        Group::Project,
        Group::Promo,
        Group::Source,
    ];

    /// The word that users read and write.
    pub fn as_str(self) -> &'static str {
        match self {
            Group::Content => "content",
            Group::Frequency => "frequency",
            Group::Format => "format",
            Group::OptOut => "opt_out",
            Group::Privacy => "privacy",
            Group::Project => "project",
            Group::Promo => "promo",
            Group::Source => "source",
        }
    }

    /// The group of a word.
    pub fn parse(word: &str) -> Option<Group> {
        Group::ALL.into_iter().find(|group| group.as_str() == word)
    }
}

/// What a rule looks at. The engine walks the workspace once and calls each rule where it belongs.
#[derive(Clone, Copy)]
pub enum Check {
    /// Every template.
    Template(fn(&mut Cx<'_>, &Template)),
    /// Every template that its file defines in full: in our own shape or the platform's. What other shapes lack is added
    /// by the code that submits them, and names in them are made into the platform's.
    Whole(fn(&mut Cx<'_>, &Template)),
    /// Every template in the platform's own shape.
    Platform(fn(&mut Cx<'_>, &Template)),
    /// Every audience.
    Audience(fn(&mut Cx<'_>, &Audience)),
    /// Every campaign.
    Campaign(fn(&mut Cx<'_>, &Campaign)),
    /// Every account, that of the configuration included.
    Account(fn(&mut Cx<'_>, &Account)),
    /// The workspace as a whole, once.
    Workspace(fn(&mut Cx<'_>)),
    /// Nothing: reading the files finds these.
    Fault(FaultKind),
    /// Nothing: applying suppressions and configuration finds these.
    Suppression(SuppressionDefect),
}

/// What can be wrong with a suppression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuppressionDefect {
    /// It suppresses nothing.
    Unused,
    /// It does not say why.
    Unexplained,
    /// Its last day is over.
    Expired,
    /// It names a rule that does not exist; the configuration can do that too.
    UnknownRule,
}

/// A rule: its one identity, and everything that is derived from it.
pub struct Rule {
    /// The kebab-case name.
    pub name: &'static str,
    /// What it is about.
    pub group: Group,
    /// How bad it is unless the evidence of a case or the configuration says otherwise.
    pub severity: Severity,
    /// The version that brought it.
    pub since: &'static str,
    /// The facts and clauses that it stands on; the first is cited where a finding names no other.
    pub facts: &'static [&'static str],
    /// The parts of a template that it cannot do without: it is not run where a program computes one of them.
    pub needs: &'static [Part],
    /// Its page, in Markdown: the first line says what it finds.
    pub docs: &'static str,
    /// What it looks at.
    pub check: Check,
}

impl Rule {
    /// What it finds, in one line.
    pub fn summary(&self) -> &'static str {
        self.docs.trim_start().lines().next().unwrap_or_default().trim()
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// What a check may look at, and where its findings go.
pub struct Cx<'a> {
    /// All definitions of the run.
    pub workspace: &'a Workspace<'a>,
    /// The words of the item's texts.
    pub(crate) reader: Reader,
    pub(crate) found: Vec<Diagnostic>,
}

impl Cx<'_> {
    /// Reports a finding.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }
}

/// Declares the rule of a file; its documentation comment becomes its page.
macro_rules! rule {
    (
        $(#[doc = $doc:literal])+
        name: $name:literal,
        group: $group:ident,
        severity: $severity:ident,
        since: $since:literal,
        facts: [$($fact:literal),* $(,)?],
        $(needs: [$($need:ident),+ $(,)?],)?
        check: $check:expr $(,)?
    ) => {
        $(#[doc = $doc])+
        pub(crate) static RULE: $crate::rules::Rule = $crate::rules::Rule {
            name: $name,
            group: $crate::rules::Group::$group,
            severity: $crate::diagnostic::Severity::$severity,
            since: $since,
            facts: &[$($fact),*],
            needs: &[$($($crate::model::Part::$need),+)?],
            docs: concat!($($doc, "\n"),+),
            check: $check,
        };
    };
}

/// Makes the modules and the list from one line a rule.
macro_rules! rules {
    ($($group:ident { $($file:ident,)+ })+) => {
        $(mod $group { $(pub(super) mod $file;)+ })+

        /// Every rule, by group and name.
        pub static RULES: &[&Rule] = &[$($(&$group::$file::RULE,)+)+];

        /// One test for each rule.
        #[cfg(test)]
        mod cases {
            $($(#[test] fn $file() {
                super::harness::run(&super::$group::$file::RULE, stringify!($group), stringify!($file));
            })+)+
        }
    };
}

rules! {
    content {
        barred_vertical,
        chain_letter,
        chat_link,
        commerce_feature_barred,
        credential_request,
        deceptive_urgency,
        document_request,
        emoji_flood,
        foreign_domain,
        gambling,
        hateful_or_violent_language,
        health_data,
        homoglyphs,
        impersonation_risk,
        insecure_link,
        invisible_characters,
        language_mismatch,
        lookalike_domain,
        missing_business_name,
        mixed_languages,
        political_content,
        privacy_overclaim,
        prize_bait,
        prohibited_goods,
        punctuation_flood,
        raw_ip_link,
        restricted_goods,
        sensitive_identifier_request,
        shouting,
        threatening_language,
        unresolvable_host,
        url_shortener,
    }
    format {
        adjacent_variables,
        body_missing,
        body_too_long,
        button_field_missing,
        button_label_too_long,
        button_not_in_category,
        button_order,
        card_body_too_long,
        carousel_card_count,
        carousel_card_incomplete,
        carousel_cards_differ,
        code_expiry_out_of_range,
        code_outside_authentication,
        commerce_button_shape,
        component_field_missing,
        component_not_in_category,
        component_repeated,
        coupon_code_length,
        dead_category_flag,
        duplicate_button_label,
        fixed_button_label,
        flow_button_incomplete,
        footer_too_long,
        footer_with_variable,
        formatting_not_allowed,
        header_too_long,
        header_variable_limit,
        hidden_on_desktop,
        invalid_category,
        invalid_template_name,
        invalid_variable_name,
        label_with_variable,
        legacy_category,
        malformed_placeholder,
        media_kind_mismatch,
        media_sample_missing,
        missing_sample,
        mixed_parameter_formats,
        name_too_long,
        offer_shape,
        offer_text_too_long,
        otp_app_invalid,
        otp_button_missing,
        otp_terms_missing,
        phone_number_invalid,
        retired_field,
        sample_count_mismatch,
        sample_shape,
        template_field_missing,
        too_many_buttons,
        too_many_code_buttons,
        too_many_phone_buttons,
        too_many_url_buttons,
        too_many_variables,
        ttl_out_of_range,
        unexpected_component,
        unknown_button_type,
        unsupported_language_code,
        url_not_absolute,
        url_too_long,
        url_variable_position,
        value_not_encoded,
        value_too_long,
        value_whitespace,
        variable_at_edge,
        variable_gap,
        whitespace_run,
    }
    frequency {
        audience_fatigue,
        broadcast_to_strangers,
        endless_campaign,
        frequency_cap_exceeded,
        messaging_limit_exceeded,
        missing_frequency_cap,
        quiet_hours,
        resend_loop,
        schedule_in_the_past,
        sudden_volume,
        time_critical_pacing,
        unreachable_schedule,
    }
    opt_out {
        messaging_after_opt_out,
        missing_opt_out,
        obstructed_opt_out,
        opt_out_keyword_mismatch,
        opt_out_language_mismatch,
        opt_out_unhandled,
        preferences_ignored,
        slow_opt_out,
        suppression_missing,
    }
    privacy {
        audience_too_young,
        confidential_data_on_channel,
        contacts_in_repository,
        manual_archive,
        missing_jurisdiction,
        no_human_escalation,
        partial_archive,
        personal_data_in_sample,
        personal_sender,
        processor_agreement_missing,
        provider_keeps_data,
        regulated_sender_unarchived,
        residency_missing,
        secret_in_definition,
        sensitive_variable,
        short_retention,
        staff_not_notified,
        stale_policy_review,
        two_step_verification_off,
        unencrypted_backup,
        unverified_sender,
    }
    project {
        contradicting_audiences,
        duplicate_content,
        duplicate_name,
        duplicate_template,
        expired_suppression,
        invalid_value,
        low_quality_template,
        missing_translation,
        name_on_hold,
        syntax_error,
        template_not_approved,
        translation_drift,
        unexplained_suppression,
        unknown_key,
        unknown_rule,
        unmapped_variable,
        unreadable_input,
        unresolved_reference,
        unsynced_template,
        unused_suppression,
        unused_template,
        value_overflow,
    }
    promo {
        category_drift,
        cold_outreach,
        consent_after_send,
        consent_scope_too_narrow,
        consent_without_business_name,
        missing_consent,
        passive_consent,
        promo_campaign_with_utility,
        promo_in_authentication,
        promo_in_utility,
        single_opt_in,
        stale_consent,
        survey_without_transaction,
        unanchored_utility,
        unprovable_consent,
        us_marketing,
        utility_in_marketing,
        vague_template,
    }
    source {
        group_harvested_source,
        leaked_source,
        limit_evasion,
        public_directory_source,
        purchased_source,
        scraped_source,
        source_contradicts_consent,
        third_party_source,
        unknown_source,
        unofficial_client,
    }
}

/// The rule of a name.
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name).copied()
}

/// The rule that answers a defect met while reading.
pub(crate) fn of_fault(kind: FaultKind) -> &'static Rule {
    match kind {
        FaultKind::Unreadable => &project::unreadable_input::RULE,
        FaultKind::Syntax => &project::syntax_error::RULE,
        FaultKind::UnknownKey => &project::unknown_key::RULE,
        FaultKind::InvalidValue => &project::invalid_value::RULE,
    }
}

/// The rule that answers a defect of a suppression.
pub(crate) fn of_suppression(defect: SuppressionDefect) -> &'static Rule {
    match defect {
        SuppressionDefect::Unused => &project::unused_suppression::RULE,
        SuppressionDefect::Unexplained => &project::unexplained_suppression::RULE,
        SuppressionDefect::Expired => &project::expired_suppression::RULE,
        SuppressionDefect::UnknownRule => &project::unknown_rule::RULE,
    }
}
