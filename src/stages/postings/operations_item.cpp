// What is handed over: open matters, things, contacts, documents; and questions about them.
#include "base/text.h"
#include "stages/postings/handovers.h"

namespace sojourn::stages::postings {
namespace {

struct ItemView {
  Id<HandoverItem> id;
  Id<Handover> handover;
  ItemKind kind = ItemKind::matter;
  std::string category;
  std::string title;
  std::string place;
  std::string next_step;
  std::optional<base::Date> due_on;
  std::optional<base::Date> accepted_on;
  std::optional<std::string> question;
  std::optional<std::string> answer;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(ItemView, (),
                      (id, handover, kind, category, title, place, next_step, due_on, accepted_on,
                       question, answer, version))

struct Items {
  std::vector<ItemView> items;
};
BOOST_DESCRIBE_STRUCT(Items, (), (items))

struct AddItem {
  Id<Handover> id;  ///< of the handover
  ItemKind kind = ItemKind::matter;
  std::string category;
  std::string title;
  std::string place;
  std::string next_step;
  std::optional<base::Date> due_on;
};
BOOST_DESCRIBE_STRUCT(AddItem, (), (id, kind, category, title, place, next_step, due_on))

struct ChangeItem {
  Id<HandoverItem> id;
  std::string category;
  std::string title;
  std::string place;
  std::string next_step;
  std::optional<base::Date> due_on;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ChangeItem, (), (id, category, title, place, next_step, due_on, version))

struct WhichItem {
  Id<HandoverItem> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(WhichItem, (), (id, version))

struct AskAboutItem {
  Id<HandoverItem> id;
  std::string question;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(AskAboutItem, (), (id, question, version))

struct AnswerAboutItem {
  Id<HandoverItem> id;
  std::string answer;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(AnswerAboutItem, (), (id, answer, version))

ItemView view_of(const HandoverItem& item) {
  return {.id = item.id,
          .handover = item.handover,
          .kind = item.kind,
          .category = item.category,
          .title = item.title,
          .place = item.place,
          .next_step = item.next_step,
          .due_on = item.due_on,
          .accepted_on = item.accepted_on,
          .question = item.question,
          .answer = item.answer,
          .version = item.version};
}

/// An item of a handover of which `scope` says who may do what is to be done.
HandoverItem item_seen(db::Tx& tx, Id<HandoverItem> id, std::int64_t version,
                       std::string_view scope) {
  HandoverItem found = tx.one<HandoverItem>(
      fmt::format(
          "SELECT {} FROM handover_item i CROSS JOIN {} AND i.handover = h.id AND i.id = $1 AND "
          "i.removed_on IS NULL",
          columns<HandoverItem>("i"), scope),
      id);
  found.version = version;
  return found;
}

void require_open(const Handover& handover) {
  if (handover.state != HandoverState::open) {
    refuse("given",
           "This handover is given: what it holds is not changed any more. Answer "
           "questions instead.");
  }
}

void check(const HandoverItem& item, Faults& faults) {
  faults.check_value("/category", std::string_view(item.category));
  faults.check_name("/title", item.title);
  check_told("/title", item.title, 200, faults);
  if (item.kind == ItemKind::matter || !item.place.empty()) {
    faults.check_name("/place", item.place);
  }
  if (item.kind == ItemKind::matter || !item.next_step.empty()) {
    faults.check_name("/next_step", item.next_step);
  }
  check_told("/place", item.place, 200, faults);
  check_told("/next_step", item.next_step, 200, faults);
}

Items list_items(db::Tx& tx, const WhichHandover& input) {
  handover_seen(tx, input.id);
  Items made;
  for (const HandoverItem& each : items_of(tx, input.id)) {
    made.items.push_back(view_of(each));
  }
  return made;
}

ItemView add_item(db::Change& change, const AddItem& input) {
  const Handover handover = handover_seen(change, input.id, written_handover);
  require_open(handover);
  HandoverItem made{.id = {},
                    .handover = handover.id,
                    .staff = handover.staff,
                    .kind = input.kind,
                    .category = input.category,
                    .title = input.title,
                    .place = input.place,
                    .next_step = input.next_step,
                    .due_on = input.due_on};
  Faults faults;
  check(made, faults);
  faults.refuse();
  made.id = change.new_id<HandoverItem>();
  change.insert(HandoverItem::table, made);
  return view_of(made);
}

ItemView change_item(db::Change& change, const ChangeItem& input) {
  const HandoverItem before = item_seen(change, input.id, input.version, written_handover);
  require_open(handover_seen(change, before.handover, written_handover));
  HandoverItem after = before;
  after.category = input.category;
  after.title = input.title;
  after.place = input.place;
  after.next_step = input.next_step;
  after.due_on = input.due_on;
  Faults faults;
  check(after, faults);
  faults.refuse();
  return view_of(change.update(HandoverItem::table, before, after));
}

ItemView remove_item(db::Change& change, const WhichItem& input) {
  const HandoverItem before = item_seen(change, input.id, input.version, written_handover);
  require_open(handover_seen(change, before.handover, written_handover));
  HandoverItem after = before;
  after.removed_on = change.now().utc_date();
  return view_of(change.update(HandoverItem::table, before, after));
}

ItemView ask_about_item(db::Change& change, const AskAboutItem& input) {
  const HandoverItem before = item_seen(change, input.id, input.version, scoped_handover);
  const Handover handover = handover_seen(change, before.handover);
  const base::Date today = change.now().utc_date();
  const PostingRules rules = rules_of(change, today);
  const base::Date until = show_handover(change, {handover.id}).last_day + rules.questions_days;
  Faults faults;
  faults.check_name("/question", input.question);
  check_told("/question", input.question, 200, faults);
  if (today > until) {
    faults.add("/question", "too_late", today.to_text(),
               base::in_words("Questions are asked until {} ([postings.handover] "
                              "questions_days).",
                              until.to_text()));
  }
  faults.refuse();
  if (before.question && !before.answer) {
    refuse("asked_already", "A question about this waits for its answer.");
  }
  HandoverItem after = before;
  after.question = input.question;
  after.answer.reset();
  return view_of(change.update(HandoverItem::table, before, after));
}

ItemView answer_about_item(db::Change& change, const AnswerAboutItem& input) {
  const HandoverItem before = item_seen(change, input.id, input.version, written_handover);
  Faults faults;
  faults.check_name("/answer", input.answer);
  check_told("/answer", input.answer, 200, faults);
  faults.refuse();
  if (!before.question || before.answer) {
    refuse("nothing_asked", "No question about this waits for an answer.");
  }
  HandoverItem after = before;
  after.answer = input.answer;
  return view_of(change.update(HandoverItem::table, before, after));
}

}  // namespace

std::vector<HandoverItem> items_of(db::Tx& tx, Id<Handover> handover) {
  return tx.rows<HandoverItem>(
      fmt::format("SELECT {} FROM handover_item i WHERE i.handover = $1 AND i.removed_on IS NULL "
                  "AND {{unscoped:the handover is seen}} ORDER BY i.id",
                  columns<HandoverItem>("i")),
      handover);
}

std::vector<access::Operation> item_operations() {
  const base::FieldAbout which = programme::which_field("ITEM");
  const base::FieldAbout category{
      .name = "category", .shape = "WORD", .meaning = "Such as road, school, work fund."};
  const base::FieldAbout title{
      .name = "title", .shape = "TEXT", .meaning = "What it is. No names of people."};
  const base::FieldAbout place{
      .name = "place", .shape = "TEXT", .meaning = "Where; of an open matter always."};
  const base::FieldAbout next_step{.name = "next_step",
                                   .shape = "TEXT",
                                   .meaning = "What comes next; of an open matter always."};
  const base::FieldAbout due_on{.name = "due_on", .shape = "DAY", .meaning = "By when."};
  return {
      access::read_operation<WhichHandover, Items>(
          {.name = "handover_item.list",
           .permission = read_terms,
           .path = "/api/handovers/{id}/items",
           .summary = "what is handed over, and what is asked about it",
           .fields = {programme::which_field("HANDOVER")}},
          list_items),
      access::change_operation<AddItem, ItemView>(
          {.name = "handover_item.add",
           .permission = write_handovers,
           .method = Method::post,
           .path = "/api/handovers/{id}/items",
           .summary = "add what is handed over: an open matter, a thing, a contact, a document",
           .fields = {programme::which_field("HANDOVER"),
                      {.name = "kind",
                       .shape = "KIND",
                       .meaning = "An open matter, a thing, a contact at the host, a document."},
                      category,
                      title,
                      place,
                      next_step,
                      due_on}},
          add_item),
      access::change_operation<ChangeItem, ItemView>(
          {.name = "handover_item.change",
           .permission = write_handovers,
           .method = Method::put,
           .path = "/api/handover-items/{id}",
           .summary = "change what is handed over",
           .fields = {which, category, title, place, next_step, due_on,
                      programme::version_field()}},
          change_item),
      access::change_operation<WhichItem, ItemView>({.name = "handover_item.remove",
                                                     .permission = write_handovers,
                                                     .method = Method::post,
                                                     .path = "/api/handover-items/{id}/remove",
                                                     .summary = "take something out of a handover",
                                                     .fields = {which, programme::version_field()}},
                                                    remove_item),
      access::change_operation<AskAboutItem, ItemView>(
          {.name = "handover_item.ask",
           .permission = ask_about_handovers,
           .method = Method::post,
           .path = "/api/handover-items/{id}/ask",
           .summary = "ask about something that was handed over",
           .fields = {which,
                      {.name = "question", .shape = "TEXT", .meaning = "The question."},
                      programme::version_field()}},
          ask_about_item),
      access::change_operation<AnswerAboutItem, ItemView>(
          {.name = "handover_item.answer",
           .permission = write_handovers,
           .method = Method::post,
           .path = "/api/handover-items/{id}/answer",
           .summary = "answer a question about something that was handed over",
           .fields = {which,
                      {.name = "answer", .shape = "TEXT", .meaning = "The answer."},
                      programme::version_field()}},
          answer_about_item)};
}

}  // namespace sojourn::stages::postings
