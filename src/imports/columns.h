// The columns of a record in an import, declared once beside it: how a cell sets a member, how the
// member is shown, and what it refers to.
//
//   imports::Column<Staff>{...} = imports::column(&Staff::grade, {.name = "grade", .title =
//                                                 "Grade", .also = {"职级"}});
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "db/transaction.h"
#include "imports/cells.h"
#include "imports/sheet.h"

namespace sojourn::imports {

template <class R>
struct Column {
  ColumnAbout about;
  /// Sets the member, or says what is wrong. Empty for a reference.
  std::function<void(const CellText& cell, R& into, std::vector<CellFault>& faults)> read = {};
  std::function<void(const R& from, R& to)> copy = {};
  /// Takes the value away; empty if it cannot be without one.
  std::function<void(R& from)> clear = {};
  /// Nothing if there is no value. Of a reference: nothing.
  std::function<std::optional<std::string>(const R& record)> show = {};
  /// Of a reference: which of Importable::references, and its id.
  std::optional<std::size_t> refers = {};
  std::function<void(R& record, std::int64_t id)> refer = {};
  std::function<std::int64_t(const R& record)> referred = {};
  std::function<std::string(std::int64_t id)> id_text = {};  ///< "area_3k9q"
  /// Of a column that is no member and only helps to tell whom a row is about: which of
  /// Importable::references its texts are looked up in.
  std::optional<std::size_t> looks_up = {};
};

template <class T>
std::string shown_cell(const T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    return value;
  } else if constexpr (base::Choice<T>) {
    return std::string(base::name_of(value));
  } else if constexpr (base::Word<T>) {
    return value.to_text();
  } else if constexpr (std::is_same_v<T, bool>) {
    return value ? "yes" : "no";
  } else {
    return fmt::format("{}", value);
  }
}

/// `key`: a number of a person or place, read in usual width.
template <class R, class Member>
Column<R> column(Member R::* member, ColumnAbout about, bool key = false) {
  using Single = typename base::ListOf<typename base::OptionalOf<Member>::Value>::Item;
  Column<R> made{.about = std::move(about)};
  made.read = [=](const CellText& cell, R& into, std::vector<CellFault>& faults) {
    const auto take = [&](const CellText& one, auto&& set) {
      CellValue<Single> value;
      if constexpr (std::is_same_v<Single, std::string>) {
        value = key ? read_key(one) : read_text(one);
      } else {
        value = read_cell<Single>(one);
      }
      if (value.value) {
        set(std::move(*value.value));
      } else {
        faults.push_back(std::move(*value.fault));
      }
    };
    if constexpr (base::ListLike<Member>) {
      (into.*member).clear();
      if (const auto whole = read_text(cell); whole.fault) {
        faults.push_back(*whole.fault);
        return;
      }
      for (const std::string& item : read_list(cell.text)) {
        take({.kind = documents::GridCell::Kind::text, .text = item},
             [&](Single&& value) { (into.*member).push_back(std::move(value)); });
      }
    } else {
      take(cell, [&](Single&& value) { into.*member = std::move(value); });
    }
  };
  made.copy = [member](const R& from, R& to) { to.*member = from.*member; };
  if constexpr (base::Optional<Member> || base::ListLike<Member>) {
    made.clear = [member](R& record) { record.*member = {}; };
  }
  made.show = [member](const R& record) -> std::optional<std::string> {
    if constexpr (base::Optional<Member>) {
      return record.*member ? std::optional(shown_cell(*(record.*member))) : std::nullopt;
    } else if constexpr (base::ListLike<Member>) {
      std::string all;
      for (const auto& item : record.*member) {
        all += (all.empty() ? "" : "; ") + shown_cell(item);
      }
      return all.empty() ? std::nullopt : std::optional(all);
    } else {
      return shown_cell(record.*member);
    }
  };
  return made;
}

/// A member that holds the id of another record; `which` of Importable::references.
template <class R, class Member>
Column<R> reference(Member R::* member, std::size_t which, ColumnAbout about) {
  using IdType = typename base::OptionalOf<Member>::Value;
  Column<R> made{.about = std::move(about)};
  made.refers = which;
  made.copy = [member](const R& from, R& to) { to.*member = from.*member; };
  made.refer = [member](R& record, std::int64_t id) { record.*member = IdType{id}; };
  if constexpr (base::Optional<Member>) {
    made.clear = [member](R& record) { (record.*member).reset(); };
  }
  made.referred = [member](const R& record) -> std::int64_t {
    if constexpr (base::Optional<Member>) {
      return record.*member ? (record.*member)->value : 0;
    } else {
      return (record.*member).value;
    }
  };
  made.id_text = [](std::int64_t id) { return IdType{id}.to_text(); };
  return made;
}

/// A column that is no member of the record; see Column::looks_up. `key`: a number of a person or
/// place.
template <class R>
Column<R> lookup(std::size_t which, ColumnAbout about, bool key = false) {
  Column<R> made{.about = std::move(about)};
  made.read = [key](const CellText& cell, R&, std::vector<CellFault>& faults) {
    if (CellValue<std::string> text = key ? read_key(cell) : read_text(cell); text.fault) {
      faults.push_back(std::move(*text.fault));
    }
  };
  made.copy = [](const R&, R&) {};
  made.show = [](const R&) { return std::nullopt; };
  made.looks_up = which;
  return made;
}

/// The column "id": which record is meant, as Sojourn's own lists say it.
template <class R>
Column<R> id_column() {
  using IdType = decltype(R::id);
  Column<R> made{.about = {.name = "id", .title = "id", .also = {"记录编号"}}};
  made.read = [](const CellText& cell, R& into, std::vector<CellFault>& faults) {
    if (const auto id = IdType::from_text(narrowed(cell.text))) {
      into.id = *id;
    } else {
      const base::WordAbout about = IdType::word_about();
      faults.push_back({about.code, base::in_words("This should be {}.", about.accepted)});
    }
  };
  made.copy = [](const R& from, R& to) { to.id = from.id; };
  made.show = [](const R& record) -> std::optional<std::string> { return record.id.to_text(); };
  return made;
}

/// A column of a choice or of yes and no, that offices also say in other words.
template <class R, class Member>
Column<R> worded_column(Member R::* member, ColumnAbout about,
                        std::vector<std::pair<std::string_view, Member>> words) {
  Column<R> made = column(member, std::move(about));
  made.read = [read = made.read, member, words = std::move(words)](const CellText& cell, R& into,
                                                                   std::vector<CellFault>& faults) {
    const std::string said = heading_key(cell.text);
    for (const auto& [word, meant] : words) {
      if (said == word) {
        into.*member = meant;
        return;
      }
    }
    read(cell, into, faults);
  };
  return made;
}

/// A record that a cell may mean.
struct Candidate {
  std::int64_t id = 0;
  std::string name = {};
  std::optional<std::string> code = {};
  std::string id_text = {};  ///< "area_3k9q"
  std::optional<base::Date> closed_on = {};
  std::int64_t area = 0;  ///< that it lies in
  std::string more = {};  ///< to tell two of one name apart: where they lie
  std::string kind = {};  ///< of an area
  std::string path = {};  ///< of an area
  bool in_scope = true;   ///< false: seen only because something in scope lies there
};

/// Records of another kind, as cells name them: by name, the office's own number, or id. What was
/// asked once is kept. For one run.
class Referenced {
 public:
  struct Source {
    /// Those that the asker may see whose name, code or id is one of these.
    std::function<std::vector<Candidate>(db::Tx&, const std::vector<std::string>& texts)> find;
    /// Names for "did you mean", at most 1,000.
    std::function<std::vector<std::string>(db::Tx&)> names;
    base::Sentence unknown;  ///< "There is no such sponsor."
    /// Whether a closed one may be meant as well: what is past was when it was open.
    bool closed_too = false;
  };
  explicit Referenced(Source source) : source_(std::move(source)) {}

  /// Looks all of these up at once.
  void prepare(db::Tx& tx, const std::vector<std::string>& texts);
  /// The open one that is meant, or what is wrong. `text` was prepared.
  const Candidate* resolve(db::Tx& tx, const std::string& text, std::vector<CellFault>& faults);
  /// All that `text`, which was prepared, may mean: of those whose number or id it is alone, if
  /// there are any.
  std::vector<const Candidate*> meant(const std::string& text) const;
  /// Whether `text`, which was prepared, means closed ones only, where those may not be meant.
  bool closed(const std::string& text) const;
  /// What is wrong with a text that means none, or more than one.
  CellFault unknown(db::Tx& tx, const std::string& text);
  static CellFault which_one(const std::vector<const Candidate*>& meant);
  /// One that was resolved before; null for another.
  const Candidate* known(std::int64_t id) const;
  /// One that the file itself brings.
  void add(Candidate candidate);
  /// The name for people of one that a record holds.
  std::string name_of(db::Tx& tx, std::int64_t id, const std::string& id_text);

 private:
  /// The name that was probably meant. A search costs a comparison with every name, so that only
  /// for as many unknown texts as a report lists rows one is made; the rest go without a guess.
  static constexpr std::size_t most_searched = 1000;
  std::optional<std::string> nearest_to(db::Tx& tx, const std::string& text);

  Source source_;
  std::map<std::string, std::vector<std::int64_t>> by_text_;
  std::map<std::int64_t, Candidate> by_id_;
  std::optional<std::vector<std::string>> names_;
  std::map<std::string, std::optional<std::string>> nearest_;  ///< what was searched for
};

}  // namespace sojourn::imports
