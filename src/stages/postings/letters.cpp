#include "stages/postings/letters.h"

#include <array>
#include <utility>

#include "base/text.h"

namespace sojourn::stages::postings {

using base::in_words;
using base::Language;
using base::Sentence;
using documents::Letter;
using documents::set_apart;

std::string day_said(Language language, base::Date day) {
  if (language == Language::zh) {
    return fmt::format("{}年{}月{}日", day.year(), day.month(), day.day());
  }
  constexpr std::array<std::string_view, 12> months = {
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  return fmt::format("{} {} {}", day.day(), months.at(static_cast<std::size_t>(day.month() - 1)),
                     day.year());
}

LetterWriter::LetterWriter(Language language, const PostingRules& rules, base::Date today,
                           std::optional<std::string> office_name)
    : language_(language), rules_(rules), today_(today), office_name_(std::move(office_name)) {}

std::string LetterWriter::place(const std::vector<std::string>& areas,
                                const std::string& site) const {
  if (language_ != Language::zh) {
    std::string said = site;
    for (auto each = areas.rbegin(); each != areas.rend(); ++each) {
      said += ", " + *each;
    }
    return set_apart(said);
  }
  // The other way round; between Chinese names stands nothing, between others a space.
  std::string said;
  const auto add = [&said](const std::string& name) {
    const auto chinese = [](char byte) { return (static_cast<unsigned char>(byte) & 0x80U) != 0; };
    if (!said.empty() && !name.empty() && !chinese(said.back()) && !chinese(name.front())) {
      said += ' ';
    }
    said += name;
  };
  for (const std::string& each : areas) {
    add(each);
  }
  add(site);
  return set_apart(said);
}

std::string LetterWriter::site(const LetterFacts& facts) const {
  return place(facts.areas, facts.site_name);
}

Sentence LetterWriter::role(StaffRole role) const {
  return role == StaffRole::leader ? Sentence("leader of the field team")
                                   : Sentence("member of the field team");
}

std::string LetterWriter::office(const std::string& area) const {
  if (office_name_) {
    std::string name = *office_name_;
    constexpr std::string_view place = "{area}";
    for (std::size_t at = name.find(place); at != name.npos;
         at = name.find(place, at + area.size())) {
      name.replace(at, place.size(), area);
    }
    return set_apart(name);
  }
  return in(in_words("Field-team office of {}", set_apart(area)));
}

Letter LetterWriter::begin(std::string_view number, const std::string& office_area,
                           const Sentence& title, base::Date dated) const {
  const std::string from = office(office_area);
  return {.language = std::string(base::name_of(language_)),
          .sender = from,
          .number = in(in_words("No. {}", number)),
          .title = in(title),
          .paragraphs = {},
          .table = {.widths = {26, 74}, .rows = {}},
          .signature = {from, day(dated)},
          .footer = in("Made by Sojourn from the programme's records."),
          .dated = dated};
}

void LetterWriter::row(Letter& letter, const Sentence& name, std::string said) const {
  letter.table.rows.push_back({in(name), std::move(said)});
}

void LetterWriter::decided(Letter& letter, const std::optional<std::string>& by,
                           const std::optional<base::Date>& on) const {
  if (by && on) {
    row(letter, "Decided by", in(in_words("{}, on {}", set_apart(*by), day(*on))));
  } else if (on) {
    row(letter, "Decided on", day(*on));
  }
}

Letter LetterWriter::posting(const LetterFacts& facts) const {
  Letter letter = begin(facts.id.to_text(), facts.office_area, "Letter of posting",
                        facts.decided_on.value_or(today_));
  letter.addressee = in(in_words("Dear {}:", set_apart(facts.staff_name)));
  // A transfer begins no probation.
  const base::Date until = probation_until(rules_, facts.began.value_or(facts.from_day));
  const bool on_probation = !facts.began || (!facts.probation_passed && facts.from_day <= until);
  letter.paragraphs = {
      in(in_words("You are posted to {} as {}, from {} to {}.", site(facts), role(facts.role),
                  day(facts.from_day), day(facts.first_last_day))),
      on_probation
          ? in(in_words("Please be at the site on {}. Until {} you are on probation: you may go "
                        "back to {} in that time without giving a reason, and it leaves no mark.",
                        day(facts.from_day), day(until), set_apart(facts.sponsor_name)))
          : in(in_words("Please be at the site on {}. This is the rest of your term, which began "
                        "on {}: your probation is over.",
                        day(facts.from_day), day(facts.began.value_or(facts.from_day)))),
      in("Before the term ends you hand over your work. The term closes once the handover is "
         "accepted.")};
  row(letter, "Name", facts.staff_name);
  row(letter, "Sent by", facts.sponsor_name);
  const bool leads = facts.role == StaffRole::leader;
  const std::int32_t months = leads ? rules_.leader_months : rules_.member_months;
  const std::string_view key = leads ? "leader_months" : "member_months";
  row(letter, "Term",
      in(whole_term(rules_, facts.role, facts.from_day) == facts.first_last_day
             ? in_words("a whole term of {} months (rule [postings] {})", months, key)
             : in_words("as decided; a whole term is {} months (rule [postings] {})", months,
                        key)));
  row(letter, "Probation",
      in(on_probation
             ? in_words("{} days (rule [postings] probation_days)", rules_.probation_days)
             : in_words("over; it is that of the whole term (rule [postings] probation_days)")));
  row(letter, "Basis",
      facts.plan_name ? in(in_words("the plan \"{}\"", set_apart(*facts.plan_name))) : facts.basis);
  decided(letter, facts.decided_by, facts.decided_on);
  return letter;
}

Letter LetterWriter::extension(const LetterFacts& facts, const LetterEvent& moved) const {
  const TermEvent& event = moved.event;
  Letter letter =
      begin(event.id.to_text(), facts.office_area, "Letter of extension", event.decided_on);
  letter.addressee = in(in_words("Dear {}:", set_apart(facts.staff_name)));
  letter.paragraphs = {
      in(in_words("With your written consent, your term as {} at {} is extended. It lasts until {} "
                  "instead of {}.",
                  role(facts.role), site(facts), day(event.last_day_after.value_or(facts.last_day)),
                  day(event.last_day_before.value_or(facts.first_last_day)))),
      in("All else stays as your letter of posting says.")};
  row(letter, "Name", facts.staff_name);
  row(letter, "Sent by", facts.sponsor_name);
  row(letter, "Term from", day(facts.from_day));
  row(letter, "Term until", day(event.last_day_after.value_or(facts.last_day)));
  if (event.reason) {
    row(letter, "Reason", *event.reason);
  }
  if (event.document) {
    row(letter, "Consent", *event.document);
  }
  row(letter, "By the rule",
      in(in_words("all extensions of a term are {} months at most ([postings] extension_months)",
                  event.rule_value.value_or(fmt::format("{}", rules_.extension_months)))));
  decided(letter, moved.decided_by, event.decided_on);
  return letter;
}

Letter LetterWriter::going_back(const LetterFacts& facts,
                                const std::optional<LetterEvent>& moved) const {
  Letter letter = begin(facts.id.to_text(), facts.office_area, "Letter of return",
                        moved ? moved->event.decided_on : today_);
  letter.addressee = in(in_words("To {}:", set_apart(facts.sponsor_name)));
  letter.paragraphs = {
      in(in_words("{}, whom you sent to {} as {} on {}, ends this term on {} and is back with you "
                  "from {}.",
                  set_apart(facts.staff_name), site(facts), role(facts.role), day(facts.from_day),
                  day(facts.last_day), day(facts.last_day + 1))),
      in("Please have their post ready on that day. Thank you for sending them.")};
  row(letter, "Name", facts.staff_name);
  row(letter, "Term", in(in_words("{} to {}", day(facts.from_day), day(facts.last_day))));
  // Of a return in probation nothing else is told: it leaves no mark.
  if (moved && moved->event.kind == TermEventKind::early_end) {
    if (moved->event.document) {
      row(letter, "Basis", *moved->event.document);
    }
    decided(letter, moved->decided_by, moved->event.decided_on);
  }
  return letter;
}

namespace {

Sentence kind_said(ItemKind kind) {
  switch (kind) {
    case ItemKind::matter: return "Open matter";
    case ItemKind::asset: return "Asset";
    case ItemKind::contact: return "Contact";
    case ItemKind::document: return "Document";
  }
  return {};
}

}  // namespace

Letter LetterWriter::handover(const LetterFacts& facts, const HandoverView& handover,
                              const std::vector<HandoverItem>& items) const {
  Letter letter = begin(handover.id.to_text(), facts.office_area, "Handover sheet",
                        handover.accepted_on.value_or(handover.given_on.value_or(today_)));
  const std::string takes =
      handover.successor_name ? set_apart(*handover.successor_name) : in("the host of the site");
  letter.paragraphs = {in(in_words(
      "{} has served at {} as {} from {} to {}, and hands over to {}:", set_apart(facts.staff_name),
      site(facts), role(facts.role), day(facts.from_day), day(facts.last_day), takes))};
  letter.table = {.head = {in("Kind"), in("Matter"), in("Place"), in("Next step")},
                  .widths = {16, 34, 22, 28},
                  .rows = {}};
  for (const HandoverItem& each : items) {
    std::string next = each.next_step;
    if (each.due_on) {
      next = in(in_words("{}; by {}", next, day(*each.due_on)));
    }
    letter.table.rows.push_back(
        {in(kind_said(each.kind)), each.title, each.place, std::move(next)});
  }
  if (handover.overlap_from && handover.overlap_to) {
    letter.closing.push_back(in(in_words("Both were there from {} to {}.",
                                         day(*handover.overlap_from), day(*handover.overlap_to))));
  }
  if (handover.stated) {
    letter.closing.push_back(
        handover.counted
            ? in(in_words("Money in hand: {} were handed over, {} counted.",
                          handover.stated->to_text(), handover.counted->to_text()))
            : in(in_words("Money in hand: {} are handed over.", handover.stated->to_text())));
  }
  if (handover.money_reason) {
    letter.closing.push_back(
        in(in_words("Why they differ: {}", set_apart(*handover.money_reason))));
  }
  if (handover.lessons) {
    letter.closing.push_back(
        in(in_words("What the next team should know: {}", set_apart(*handover.lessons))));
  }
  if (handover.accepted_on) {
    letter.closing.push_back(
        in(in_words("The handover was accepted on {}.", day(*handover.accepted_on))));
  }
  letter.to_sign = {in(in_words("Handed over by {}:", set_apart(facts.staff_name))),
                    in(in_words("Taken over by {}:", takes)), in("For the office:")};
  return letter;
}

Letter LetterWriter::certificate(const LetterFacts& facts, const HandoverView& handover,
                                 const std::vector<SecondOffice>& offices) const {
  Letter letter = begin(facts.id.to_text(), facts.office_area, "Certificate of service", today_);
  letter.paragraphs = {
      in(in_words("This is to certify that {} of {} served at {} as {} from {} to {}.",
                  set_apart(facts.staff_name), set_apart(facts.sponsor_name), site(facts),
                  role(facts.role), day(facts.from_day), day(facts.last_day)))};
  if (handover.accepted_on) {
    letter.paragraphs.push_back(
        in(in_words("Their work was handed over, and the handover accepted on {}.",
                    day(*handover.accepted_on))));
  }
  row(letter, "Name", facts.staff_name);
  row(letter, "Sent by", facts.sponsor_name);
  row(letter, "Post", in(role(facts.role)));
  row(letter, "Site", site(facts));
  row(letter, "Term", in(in_words("{} to {}", day(facts.from_day), day(facts.last_day))));
  row(letter, "Days", in(in_words("{} days", facts.last_day - facts.from_day + 1)));
  for (const SecondOffice& each : offices) {
    const std::string held = each.to_day
                                 ? in(in_words("{} to {}", day(each.from_day), day(*each.to_day)))
                                 : in(in_words("from {}", day(each.from_day)));
    row(letter, "Second office",
        in(in_words("{}, appointed by {}, {}", set_apart(each.title), set_apart(each.appointed_by),
                    held)));
  }
  return letter;
}

Letter LetterWriter::notice(const NoticeFacts& facts) const {
  Letter letter = begin(
      facts.number, facts.office_area,
      facts.confirmed_on ? Sentence("Notice of postings") : Sentence("Notice of proposed postings"),
      facts.confirmed_on.value_or(facts.published_on));
  letter.paragraphs = {
      facts.confirmed_on
          ? in(in_words("By the plan \"{}\", confirmed on {}, these {} people serve from {}:",
                        set_apart(facts.plan_name), day(*facts.confirmed_on), facts.rows.size(),
                        day(facts.starts_on)))
          : in(in_words(
                "By the plan \"{}\", published on {}, these {} people are to serve from {}. "
                "Objections are heard until the end of {}, on the page of whoever it "
                "concerns, by letter, or on paper at this office.",
                set_apart(facts.plan_name), day(facts.published_on), facts.rows.size(),
                day(facts.starts_on), day(facts.objections_until.value_or(facts.published_on))))};
  letter.table = {.head = {in("No."), in("Name"), in("Sent by"), in("Site"), in("Post")},
                  .widths = {9, 20, 29, 28, 14},
                  .rows = {}};
  std::size_t number = 0;
  for (const NoticeRow& each : facts.rows) {
    letter.table.rows.push_back(
        {fmt::format("{}", ++number), each.staff_name, each.sponsor_name,
         place({each.area_name}, each.site_name),
         in(each.role == StaffRole::leader ? Sentence("leader") : Sentence("member"))});
  }
  return letter;
}

}  // namespace sojourn::stages::postings
