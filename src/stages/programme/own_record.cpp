#include "stages/programme/own_record.h"

#include "privacy/dictionary.h"
#include "stages/programme/operations.h"

namespace sojourn::stages::programme {
namespace {

namespace json = boost::json;

struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

struct RecordField {
  std::string field;   ///< table and column: what a correction names
  std::string record;  ///< which row of the table
  std::optional<std::string> value;
  std::string meaning;  ///< of the column, as the data dictionary has it
  std::string purpose;  ///< of the table, likewise
};
BOOST_DESCRIBE_STRUCT(RecordField, (), (field, record, value, meaning, purpose))

/// In the order of the stages, of the rows and of the columns.
access::Page<RecordField> show_record(access::Call& call, const std::vector<OwnPart>& parts) {
  const base::Language language = call.request.language;
  return call.database.read(call.caller, [&](db::Tx& tx) {
    own_staff(tx);
    access::Page<RecordField> page;
    for (const OwnPart& part : parts) {
      if (!part.rows) {
        continue;
      }
      const privacy::TableEntry* table = privacy::Dictionary::own().find(part.table);
      base::ensure(table != nullptr, "the data dictionary knows the table");
      for (const OwnRow& row : part.rows(tx)) {
        for (const OwnValue& value : row.values) {
          const auto column = std::find_if(
              table->columns.begin(), table->columns.end(),
              [&](const privacy::ColumnEntry& each) { return each.name == value.column; });
          base::ensure(column != table->columns.end(), "and the column");
          page.items.push_back({.field = part.table + "." + value.column,
                                .record = row.id,
                                .value = value.text,
                                .meaning = column->purpose.in(language),
                                .purpose = table->purpose.in(language)});
        }
      }
    }
    return page;
  });
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string made;
  for (const std::string& part : parts) {
    made += made.empty() ? "" : between;
    made += part;
  }
  return made;
}

}  // namespace

std::string own_text(const json::value& value) {
  if (value.is_string()) {
    return std::string(std::string_view(value.get_string()));
  }
  if (value.is_bool()) {
    return value.get_bool() ? "yes" : "no";
  }
  std::vector<std::string> parts;
  if (value.is_array()) {
    for (const json::value& each : value.get_array()) {
      parts.push_back(own_text(each));
    }
    return joined(parts, "; ");
  }
  if (value.is_object()) {
    for (const auto& each : value.get_object()) {
      parts.push_back(own_text(each.value()));
    }
    return joined(parts, " ");
  }
  return base::write_json(value);
}

std::string own_reference(db::Tx& tx, std::string_view table, std::int64_t id,
                          const std::string& text) {
  const auto name = tx.column<std::string>(
      fmt::format("SELECT n.name FROM {} n WHERE n.id = $1 AND {{unscoped:what the own record "
                  "points to}}",
                  table),
      id);
  return name.empty() ? text : fmt::format("{} ({})", name.front(), text);
}

base::Id<Staff> own_staff(const db::Tx& tx) {
  const std::vector<std::int64_t>& own = tx.caller().scope.staff;
  if (own.empty()) {
    throw base::Refusal{base::Kind::precondition, "no_own_record",
                        "No staff record belongs to your account. Whoever looks after accounts "
                        "can say which one does."};
  }
  return {own.front()};
}

std::vector<OwnPart> own_parts() {
  return {{.table = "staff",
           .rows = [](db::Tx& tx) { return std::vector{own_row(tx, lasting(tx, own_staff(tx)))}; }},
          own_part<Correction>(Correction::table),
          // That there is somebody, not whom: the other is told no more.
          {.table = std::string(PostedApart::table),
           .rows =
               [](db::Tx& tx) {
                 std::vector<OwnRow> made;
                 for (const PostedApart& row : tx.rows<PostedApart>(fmt::format(
                          "SELECT {} FROM posted_apart n JOIN staff t ON t.id = n.staff OR t.id = "
                          "n.other WHERE {{scope:staff t.id}} ORDER BY n.id",
                          columns<PostedApart>("n")))) {
                   made.push_back({.id = row.id.to_text(),
                                   .values = {{"declared_on", row.declared_on.to_text()},
                                              {"ended_on",
                                               row.ended_on ? std::optional(row.ended_on->to_text())
                                                            : std::nullopt}}});
                 }
                 return made;
               }},
          {.table = "record_read", .shown_by = "account.reads"}};
}

std::vector<access::Operation> own_record_operations(std::vector<OwnPart> parts) {
  return {access::call_operation<Nothing, access::Page<RecordField>>(
      {.name = "account.record",
       .permission = access::Permission::own(),
       .path = "/api/account/record",
       .summary = "your own staff record, whole: all that is kept of you, and for what",
       .description = "Each field of each record about you, as it stands now, with what it means "
                      "and what it is kept for; take it along as CSV or XLSX. Who saw sensitive "
                      "fields of it is in account reads."},
      false, [parts = std::move(parts)](access::Call& call, const Nothing&) {
        return show_record(call, parts);
      })};
}

}  // namespace sojourn::stages::programme
