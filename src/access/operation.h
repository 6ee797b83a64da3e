// An operation that needs the database and asks who is asking: one entry of a stage's table. From
// it come the route, the permission, the JSON Schemas of input and output, the columns of a list,
// and the command line's words. A stage writes
//
//   struct RenameSite {
//     base::Id<Site> id;
//     std::string name;
//     std::int64_t version;  // filled from If-Match
//   };
//   BOOST_DESCRIBE_STRUCT(RenameSite, (), (id, name, version))
//
//   Site rename_site(db::Change& change, const RenameSite& input);
//
//   access::change_operation<RenameSite, Site>(
//       {.name = "site.rename",
//        .permission = manage_sites,
//        .method = access::Method::patch,
//        .path = "/api/sites/{id}",
//        .summary = "give a site another name",
//        .fields = {{.name = "id", .shape = "SITE", .positional = true, .meaning = "Which site."},
//                   {.name = "name", .shape = "NAME", .meaning = "The new name."},
//                   {.name = "version", .shape = "N", .meaning = "..."}}},
//       rename_site)
//
// An entry without a permission does not compile, and what a permission reaches becomes the
// transaction's Scope, so a function cannot read a row that its asker may not see. Slips in the
// words (a member without a meaning, a path with a hole that is no member) are Bugs at start.
// Conventions: an output record (or an item of Page) with `version` gives an ETag; an input with
// `version` takes If-Match; Page<Row> as an output is a list, which is had as CSV and XLSX too
// (Service::list_file), all its pages as one table.
// Tested in tests/unit/access/operation_test.cpp.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/asker.h"
#include "access/passing_file.h"
#include "access/role.h"
#include "base/describe.h"
#include "base/id.h"
#include "base/json.h"
#include "base/operation.h"
#include "db/database.h"
#include "documents/table.h"

namespace sojourn::access {

enum class Method : std::uint8_t { get, post, patch, put, remove };
/// "GET" and so on; "DELETE" for remove.
std::string_view method_name(Method method);

/// One page of a list, in the order of its key.
template <base::Record Row>
struct Page {
  std::vector<Row> items;
  /// What to give as `after` for the next page; absent on the last.
  std::optional<std::string> next;
  /// How many there are in all, where the operation counts them.
  std::optional<std::int64_t> count;
  BOOST_DESCRIBE_CLASS(Page, (), (items, next, count), (), ())
};

/// Refusal (invalid, "not_place") at /after: no page of this list said that.
[[noreturn]] void refuse_place(std::string_view after);

/// Where a page of a list that has the newest first begins: before this id. `after`: the `next` of
/// the page before; without it, before all that can be. Refused as by `refuse_place`.
template <class Record>
base::Id<Record> place_before(const std::optional<std::string>& after) {
  if (!after) {
    return {std::numeric_limits<std::int64_t>::max()};
  }
  const auto id = base::Id<Record>::from_text(*after);
  if (!id) {
    refuse_place(*after);
  }
  return *id;
}

/// Fields of an output that not everybody who sees the record sees, and whose reading is noted for
/// the person they are about ("who saw my record"). They are std::optional members, and the query
/// leaves them empty where the asker's second scope does not reach:
///   CASE WHEN {detail:area a.path; sponsor s.sponsor; staff s.id} THEN s.fit_until END AS
///   fit_until
struct Detail {
  Permission permission;
  std::string subject = "id";  ///< member that holds the staff member's id
  std::vector<std::string> fields;
};

/// What a stage says of one operation.
struct OperationAbout {
  std::string name;  ///< "site.rename": what it is about, a full stop, what is done
  Permission permission;
  Method method = Method::get;
  std::string path;        ///< "/api/sites/{id}": each hole is a member of the input
  base::Sentence summary;  ///< without capital and full stop, as after a dash
  base::Sentence description = {};
  std::vector<base::FieldAbout> fields = {};  ///< one for each member of the input record
  std::vector<base::Example> examples = {};
  std::optional<Detail> detail = {};
  /// May an account of an office role that has no second factor yet do it? Only what leads to one.
  bool before_second_factor = false;
  /// Takes a file (Request::file): the request's body, or the part `file` of a form. The input's
  /// members then stand in the query, or are parts of the form.
  bool takes_file = false;
  /// Answers with a file (Call::file) instead of its output: of which media types. None: it does
  /// not.
  std::vector<std::string> gives_file = {};
  /// Values of the output's member `state` after which nothing more happens to the record by
  /// itself. With them it can be watched: its route, asked for as text/event-stream, tells each
  /// change until then (doors/http/watch.h). Not for what has a detail, whose reading is noted.
  std::vector<std::string> watched_until = {};
};

/// A file as an answer.
struct File {
  std::string name;
  std::string media_type;
  std::string bytes;
  /// In place of `bytes`, what is too long for memory.
  std::shared_ptr<PassingFile> passing = {};
};

struct Answer {
  boost::json::value body;
  std::optional<std::int64_t> version = {};
  /// A new session's token, for the cookie; "" to take the cookie away.
  std::optional<std::string> session = {};
  std::optional<File> file = {};
};

class Service;

/// One run of an operation.
struct Call {
  Service& service;
  db::Database& database;
  const db::Caller& caller;  ///< with the scope of the operation's permission
  const Asker& asker;
  const Request& request;
  std::optional<std::string> new_session = {};  ///< see Answer::session
  std::optional<File> file = {};                ///< see Answer::file
};

/// Makes the JSON Schema of a record, described in a language.
using Schema = boost::json::value (*)(base::Language language);

/// Takes a whole list while it is read: all pages of one unchanging state.
struct ListTaker {
  /// The sheet for the rows. Called again if the read has to begin again (PostgreSQL).
  std::function<std::unique_ptr<documents::Sheet>()> begin;
  documents::Titles titles;
  /// How many rows come next. It may throw, and so end the read.
  std::function<void(std::size_t rows)> page;
  /// Each row as JSON; none: nobody wants to know.
  std::function<void(const boost::json::value& row)> row = {};
};

struct Operation {
  OperationAbout about;
  std::vector<base::Field> fields;  ///< in the order of about.fields
  Schema input_schema = nullptr;
  Schema output_schema = nullptr;
  std::vector<std::string> columns;  ///< of a list's rows; empty: the output is no list
  /// Columns that are moments: a workbook has them in UTC, and its titles say so.
  std::vector<std::string> moments = {};
  std::vector<std::string> holes;  ///< members that the path holds
  bool changes = false;
  bool takes_version = false;
  bool gives_version = false;
  /// Decodes strictly (Refusal with all faults), runs, encodes. Called by Service::run only.
  std::function<Answer(Call& call, const boost::json::value& input)> run;
  /// Of a list: all its rows, whatever `after` and `limit` say. Called by Service::list_file only.
  std::function<void(Call& call, const boost::json::value& input, const ListTaker& taker)>
      run_whole = {};
};

namespace detail {

template <class T>
struct PageOf : std::false_type {};
template <class Row>
struct PageOf<Page<Row>> : std::true_type {
  using Item = Row;
};

template <base::Record R>
constexpr bool has_member(std::string_view wanted) {
  bool found = false;
  base::for_each_member<R>([&](std::string_view name, auto) { found = found || name == wanted; });
  return found;
}

/// All but `run`. Throws Bug on a slip.
Operation prepare(OperationAbout about, base::Operation words, std::vector<std::string> columns,
                  const std::vector<std::string>& members);

template <base::Record R>
boost::json::value schema_in(base::Language language) {
  return base::schema_of<R>(nullptr, language);
}

template <base::Record Input, base::Record Output>
Operation prepare(OperationAbout about) {
  base::About words{.name = about.name,
                    .summary = about.summary,
                    .description = about.description,
                    .fields = about.fields,
                    .examples = about.examples};
  std::vector<std::string> columns;
  std::vector<std::string> members;
  std::vector<std::string> moments;
  if constexpr (PageOf<Output>::value) {
    using Row = typename PageOf<Output>::Item;
    columns = documents::column_names<Row>();
    members = db::columns_of<Row>();
    base::for_each_member<Row>([&](std::string_view name, auto pointer) {
      using Member = std::remove_cvref_t<decltype(std::declval<Row&>().*pointer)>;
      if (std::is_same_v<typename base::OptionalOf<Member>::Value, base::Instant>) {
        moments.emplace_back(name);
      }
    });
  } else {
    members = db::columns_of<Output>();
  }
  Operation made = prepare(
      std::move(about),
      base::operation<Input>(std::move(words), [](const Input&, base::Terminal&) { return 0; }),
      std::move(columns), members);
  made.input_schema = schema_in<Input>;
  made.output_schema = schema_in<Output>;
  made.moments = std::move(moments);
  made.takes_version = has_member<Input>("version");
  made.gives_version = has_member<Output>("version");
  return made;
}

template <base::Record Output>
Answer answer_of(const Output& output) {
  Answer answer{.body = base::encode(output)};
  if constexpr (requires { std::int64_t{output.version}; }) {
    answer.version = output.version;
  }
  return answer;
}

/// Rows of a page while a whole list is read, where its words name no limit.
inline constexpr std::int32_t rows_at_once = 200;

/// Page after page into the taker's sheet, which is still to be finished: that takes its time, and
/// needs no transaction. `page_of(const Input&) -> Page<Row>`.
template <class Row, class Input, class Ask>
documents::TableWriter<Row> take_pages(Input input, const OperationAbout& about,
                                       const ListTaker& taker, Ask page_of) {
  if constexpr (requires { input.limit = rows_at_once; }) {
    input.limit = rows_at_once;
    for (const base::FieldAbout& field : about.fields) {
      if (field.name == "limit" && field.most) {
        input.limit = static_cast<std::int32_t>(*field.most);
      }
    }
  }
  documents::TableWriter<Row> table(taker.begin(), taker.titles);
  for (bool more = true; more;) {
    const Page<Row> page = page_of(input);
    taker.page(page.items.size());
    for (const Row& row : page.items) {
      if (taker.row) {
        taker.row(base::encode(row));
      }
      table.row(row);
    }
    more = page.next.has_value();
    if constexpr (requires { input.after = page.next; }) {
      input.after = page.next;
    } else {
      base::ensure(!more, "a list of several pages takes `after`");
    }
  }
  return table;
}

/// The table entry for `function(Call&, db::Tx&, const Input&) -> Output`, in one transaction.
template <base::Record Input, base::Record Output, class Function>
Operation reading(OperationAbout about, Function function) {
  Operation made = prepare<Input, Output>(std::move(about));
  made.run = [function](Call& call, const boost::json::value& input) {
    const Input decoded = base::decode<Input>(input, call.request.faults);
    return answer_of<Output>(call.database.read(
        call.caller, [&](db::Tx& tx) -> Output { return function(call, tx, decoded); }));
  };
  if constexpr (PageOf<Output>::value) {
    made.run_whole = [function, about = made.about](Call& call, const boost::json::value& input,
                                                    const ListTaker& taker) {
      const Input decoded = base::decode<Input>(input, call.request.faults);
      auto table = call.database.read(call.caller, [&](db::Tx& tx) {
        return take_pages<typename PageOf<Output>::Item>(
            decoded, about, taker, [&](const Input& asked) { return function(call, tx, asked); });
      });
      table.finish();
    };
  }
  return made;
}

}  // namespace detail

/// The table entry for `function(db::Tx&, const Input&) -> Output`.
template <base::Record Input, base::Record Output, class Function>
Operation read_operation(OperationAbout about, Function function) {
  return detail::reading<Input, Output>(
      std::move(about),
      [function](Call&, db::Tx& tx, const Input& input) -> Output { return function(tx, input); });
}

/// The table entry for `function(db::Change&, const Input&) -> Output`. The function may run again.
template <base::Record Input, base::Record Output, class Function>
Operation change_operation(OperationAbout about, Function function) {
  Operation made = detail::prepare<Input, Output>(std::move(about));
  made.changes = true;
  made.run = [function, name = made.about.name](Call& call, const boost::json::value& input) {
    const Input decoded = base::decode<Input>(input, call.request.faults);
    return detail::answer_of<Output>(call.database.change(
        call.caller, name,
        [&](db::Change& change) -> Output { return function(change, decoded); }));
  };
  return made;
}

/// The table entry for `function(Call&, const Input&) -> Output`, which opens its own transactions:
/// for what is too slow to do inside one, such as hashing a password. `changes` says whether it
/// writes.
template <base::Record Input, base::Record Output, class Function>
Operation call_operation(OperationAbout about, bool changes, Function function) {
  Operation made = detail::prepare<Input, Output>(std::move(about));
  made.changes = changes;
  made.run = [function](Call& call, const boost::json::value& input) {
    const Input decoded = base::decode<Input>(input, call.request.faults);
    Answer answer = detail::answer_of<Output>(function(call, decoded));
    answer.session = std::move(call.new_session);
    answer.file = std::move(call.file);
    return answer;
  };
  if constexpr (detail::PageOf<Output>::value) {
    // It opens its own transactions, so that only one page is one state.
    base::ensure(!detail::has_member<Input>("after"),
                 "a list of several pages is read in one transaction");
    made.run_whole = [function, about = made.about](Call& call, const boost::json::value& input,
                                                    const ListTaker& taker) {
      auto table = detail::take_pages<typename detail::PageOf<Output>::Item>(
          base::decode<Input>(input, call.request.faults), about, taker,
          [&](const Input& asked) { return function(call, asked); });
      table.finish();
    };
  }
  return made;
}

/// Throws Bug if two entries share a name or a route.
void ensure_distinct(const std::vector<Operation>& operations);

}  // namespace sojourn::access
