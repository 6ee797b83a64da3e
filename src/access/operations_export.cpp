// Lists that were taken out as files, for whoever looks after that: an administrator or an auditor.

#include "access/list_file.h"
#include "access/operations.h"
#include "access/sign_in.h"

namespace sojourn::access {
namespace {

constexpr std::int64_t exports_a_page = 50;

struct ListExports {
  std::optional<base::Id<Account>> account;
  std::optional<std::string> digest;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(ListExports, (), (account, digest, after))

struct ExportView {
  base::Id<ListExport> id;
  base::Instant made_at;
  std::optional<std::string> by;  ///< absent: whoever operates the machine
  std::string list;
  ExportFormat format = ExportFormat::csv;
  std::vector<std::string> filters;
  std::int64_t row_count = 0;
  std::string digest;
};
BOOST_DESCRIBE_STRUCT(ExportView, (), (id, made_at, by, list, format, filters, row_count, digest))

/// Newest first.
Page<ExportView> list_exports(db::Tx& tx, const ListExports& input) {
  const auto before = place_before<ListExport>(input.after);
  std::vector<db::Value> values = {db::to_sql(before)};
  std::string more;
  const auto add = [&](std::string_view column, db::Value value) {
    values.push_back(std::move(value));
    more += fmt::format(" AND e.{} = ${}", column, values.size());
  };
  if (input.account) {
    add("account", db::to_sql(*input.account));
  }
  if (input.digest) {
    add("digest", db::to_sql(*input.digest));
  }
  Page<ExportView> page;
  page.items = tx.rows_with<ExportView>(
      fmt::format("SELECT e.id, e.made_at, a.person AS by, e.list, e.format, e.filters, "
                  "e.row_count, e.digest FROM list_export e LEFT JOIN account a ON a.id = "
                  "e.account WHERE e.id < $1{} ORDER BY e.id DESC LIMIT {}",
                  more, exports_a_page + 1),
      std::move(values));
  if (std::ssize(page.items) > exports_a_page) {
    page.items.pop_back();
    page.next = page.items.back().id.to_text();
  }
  return page;
}

}  // namespace

std::vector<Operation> export_operations() {
  return {read_operation<ListExports, Page<ExportView>>(
      {.name = "export.list",
       .permission = read_accounts,
       .path = "/api/exports",
       .summary = "lists that were taken out as files: by whom, when, which rows",
       .description = "A file that turns up somewhere is known by its digest.",
       .fields = {{.name = "account",
                   .shape = "ACCOUNT",
                   .meaning = "Only those that this account took."},
                  {.name = "digest",
                   .shape = "HEX",
                   .meaning = "Only the file with this SHA-256, as sha256sum prints it."},
                  {.name = "after",
                   .shape = "PLACE",
                   .meaning = "For the next page: what `next` said on this one."}}},
      list_exports)};
}

}  // namespace sojourn::access
