// Reading a programme folder, in numbered steps. See folder.h.
#include "stages/placement/folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <variant>

#include "base/large_pages.h"
#include "base/process.h"
#include "base/text.h"
#include "planner/planner.h"
#include "stages/placement/folder_checks.h"
#include "stages/placement/folder_load.h"
#include "stages/placement/folder_packed.h"
#include "stages/placement/folder_rows.h"
#include "stages/placement/rules_file.h"

namespace sojourn::stages::placement {

using documents::TextFile;
using planner::Instance;
using planner::none;

namespace {

namespace fs = std::filesystem;
using namespace programme_files;

constexpr std::array<std::span<const Column>, rules> file_columns = {
    area_columns::all, site_columns::all,     sponsor_columns::all, staff_columns::all,
    wish_columns::all, affinity_columns::all, pin_columns::all,     cost_columns::all};

/// Adds `more` at the end; the first to come is taken as it is.
template <class Item>
void append(std::vector<Item>& to, std::vector<Item>& more) {
  if (to.empty() && to.capacity() == 0) {
    to = std::move(more);
  } else {
    to.insert(to.end(), more.begin(), more.end());
  }
}

class FolderReading {
 public:
  /// A folder on disk, or what is at hand of one.
  using Given = std::variant<fs::path, FolderTexts, PackedFolder>;
  FolderReading(Given given, const ReadOptions& options)
      : given_(std::move(given)),
        options_(options),
        workers_(options.threads > 0 ? options.threads : base::processors()),
        list_pool_(instance_.index_pool) {}

  ReadResult run() {
    // 1. Every file as text; without the required ones there is nothing to check.
    if (load()) {
      // 2. Columns, and which coordinates the folder has.
      open_sheets();
      // 3. Rows: a file after those that it refers to.
      read_areas();
      read_with_ids<planner::Sponsor>(sponsors, read_sponsor, instance_.sponsors, sponsor_ids_);
      targets_.sponsor = target(sponsors, sponsor_ids_, "sponsor");
      read_with_ids<planner::Site>(sites, read_site, instance_.sites, site_ids_);
      targets_.site = target(sites, site_ids_, "site");
      read_with_ids<planner::Staff>(staff, read_staff, instance_.staff, staff_ids_);
      targets_.staff = target(staff, staff_ids_, "staff member");
      read_pairs();
      name_everything();
      // 4. What needs more than one file.
      read_rules_file();
      check_whole();
    }
    return finish();
  }
  GivenFolder run_given() {
    ReadResult read = run();
    return {.read = std::move(read),
            .affinity_given = affinity_given_,
            .rules = std::move(rules_text_)};
  }

 private:
  bool load();
  void open_sheets();
  void agree_on_coordinates();
  void read_areas();
  void read_pairs();
  void name_everything();
  void read_rules_file();
  void check_whole();
  void tell_clash(const planner::Clash& clash);
  ReadResult finish();

  /// `file` as something to refer to; every id passes where the file has faults that hide ids.
  Target target(std::size_t file, const IdIndex& ids, std::string_view noun) const {
    // An empty file is one fault, told once, not one for each line that refers to it. Where a
    // quotation mark swallowed rows, their ids were not read.
    const bool known =
        sheets_[file] && sheets_[file]->usable() && ids.size() > 0 && !bad_quotes_[file];
    return {.ids = known ? &ids : nullptr,
            .pool = instance_.text_pool,
            .file = file_names[file],
            .noun = noun,
            .name = namer_of(file),
            .instance = &instance_};
  }
  static decltype(Target::name) namer_of(std::size_t file) {
    switch (file) {
      case sites: return name_in<&Instance::sites>;
      case sponsors: return name_in<&Instance::sponsors>;
      case staff: return name_in<&Instance::staff>;
      default: return name_in<&Instance::areas>;
    }
  }
  /// Text pools grow while parts are joined, so targets are looked up afresh before each file.
  void renew_pools() {
    for (Target* each : {&targets_.area, &targets_.sponsor, &targets_.site, &targets_.staff}) {
      each->pool = instance_.text_pool;
    }
  }
  template <class Record, class Read>
  std::vector<Part<Record>> read_parts_of(std::size_t file, const Read& read) {
    if (!sheets_[file]) {
      return {};
    }
    renew_pools();
    auto parts = read_rows<Part<Record>>(
        *sheets_[file], workers_, [&](Row& row, Part<Record>& part) { read(row, targets_, part); });
    sheets_[file]->release();
    note_quotes(file, parts);
    return parts;
  }
  template <class Parts>
  void note_quotes(std::size_t file, const Parts& parts) {
    bad_quotes_[file] = std::any_of(parts.begin(), parts.end(),
                                    [](const auto& part) { return part.basis.bad_quotes; });
  }
  template <class Record, class Read>
  void read_with_ids(std::size_t file, const Read& read, std::vector<Record>& into, IdIndex& ids);
  template <class Record, class Read, class Key>
  void read_keyed(std::size_t file, const Read& read, const Key& key, std::vector<Record>& into,
                  std::vector<std::uint32_t>& lines);
  template <class Record>
  void tell_repeated(std::size_t file, const Record& earlier, std::uint32_t earlier_line,
                     const Record& later, std::uint32_t line);
  template <class Record>
  void join_names(Part<Record>& part);
  void add_ids(std::size_t file, std::span<const planner::Text> ids,
               std::span<const std::uint32_t> lines, IdIndex& index);

  Given given_;
  const ReadOptions& options_;
  planner::Workers workers_;
  Instance instance_;
  FaultList errors_, warnings_;
  std::array<std::unique_ptr<TextFile>, files> texts_;
  std::array<std::unique_ptr<Sheet>, rules> sheets_;
  std::array<bool, rules> bad_quotes_ = {};  ///< of sheets read so far
  Targets targets_;
  IdIndex area_ids_, sponsor_ids_, site_ids_, staff_ids_;
  Names area_names_, site_kinds_, sponsor_kinds_, challenges_, languages_, skills_;
  ListPool list_pool_;
  std::vector<std::uint32_t> pin_lines_, site_lines_;
  RulesFile rules_file_;
  bool affinity_given_ = false;
  std::optional<std::string> rules_text_;
};

bool FolderReading::load() {
  LoadedFiles loaded;
  if (const auto* folder = std::get_if<fs::path>(&given_)) {
    loaded = load_files(*folder, options_, workers_, errors_, warnings_);
  } else if (auto* texts = std::get_if<FolderTexts>(&given_)) {
    loaded = load_texts(std::move(*texts), errors_);
  } else {
    loaded = load_packed(std::get<PackedFolder>(std::exchange(given_, Given{})), options_, errors_,
                         warnings_);
  }
  texts_ = std::move(loaded.texts);
  affinity_given_ = texts_[affinity] != nullptr;
  instance_.input_digest = std::move(loaded.input_digest);
  instance_.rules_digest = std::move(loaded.rules_digest);
  return loaded.usable;
}

void FolderReading::open_sheets() {
  for (std::size_t file = 0; file < rules; ++file) {
    if (texts_[file]) {
      sheets_[file] = std::make_unique<Sheet>(file_names[file], std::move(texts_[file]),
                                              file_columns[file], errors_, warnings_);
    }
  }
  agree_on_coordinates();
}

void FolderReading::agree_on_coordinates() {
  using planner::Coordinates;
  if (!sheets_[sites] || !sheets_[sites]->usable() || !sheets_[staff] ||
      !sheets_[staff]->usable()) {
    return;
  }
  const std::size_t before = errors_.total();
  const Coordinates of_sites = coordinates_of(*sheets_[sites], site_columns::lat, errors_);
  const Coordinates of_staff = coordinates_of(*sheets_[staff], staff_columns::lat, errors_);
  if (errors_.total() != before) {
    return;
  }
  if (of_sites != of_staff) {
    constexpr std::array<std::string_view, 3> names = {"no places", "lat and lon", "x_km and y_km"};
    errors_.add(fault_in(
        staff, 1, "", "", "place.mixed",
        base::in_words("The whole folder gives places in one way or not at all, but "
                       "sites.csv has {} and staff.csv {}.",
                       base::Sentence::phrase(names[static_cast<std::size_t>(of_sites)]),
                       base::Sentence::phrase(names[static_cast<std::size_t>(of_staff)]))));
    return;
  }
  targets_.coordinates = of_sites;
  instance_.coordinates = of_sites;
}

void FolderReading::add_ids(std::size_t file, std::span<const planner::Text> ids,
                            std::span<const std::uint32_t> lines, IdIndex& index) {
  index.reserve(ids.size());
  constexpr std::size_t ahead = 16;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (i + ahead < ids.size()) {
      index.prepare(instance_.text_pool, ids[i + ahead]);
    }
    const Ix other = index.add(instance_.text_pool, ids[i]);
    if (other != none && ids[i].size > 0) {
      errors_.add(fault_in(
          file, lines[i], file_columns[file][0].name, instance_.text(ids[i]), "id.repeated",
          base::in_words("The id stands on line {} already; every id is given once.",
                         lines[static_cast<std::size_t>(other)])));
    }
  }
}

void FolderReading::read_areas() {
  targets_.areas_given = sheets_[areas] != nullptr;
  if (!sheets_[areas]) {
    return;
  }
  std::vector<planner::Text> ids;
  std::vector<planner::Text> parents;
  std::vector<std::uint32_t> lines;
  auto parts = read_rows<AreaPart>(*sheets_[areas], workers_, read_area);
  note_quotes(areas, parts);
  for (AreaPart& from : parts) {
    errors_.add_all(from.basis.faults);
    const auto shift = static_cast<std::uint32_t>(instance_.text_pool.size());
    instance_.text_pool += from.part.text;
    for (std::size_t i = 0; i < from.part.records.size(); ++i) {
      planner::Area area = from.part.records[i];
      area.id.first += shift;
      area.name.first += shift;
      ids.push_back(area.id);
      parents.push_back({from.parents[i].first + shift, from.parents[i].size});
      instance_.areas.push_back(area);
    }
    lines.insert(lines.end(), from.basis.lines.begin(), from.basis.lines.end());
  }
  sheets_[areas]->release();
  add_ids(areas, ids, lines, area_ids_);
  if (sheets_[areas]->usable() && !bad_quotes_[areas]) {
    join_area_tree(instance_, area_ids_, parents, lines, errors_);
  }
  targets_.area = target(areas, area_ids_, "area");
}

/// Renumbers what the records of a part hold into the numbers of the whole.
template <class Record>
void FolderReading::join_names(Part<Record>& part) {
  const auto shift = static_cast<std::uint32_t>(instance_.text_pool.size());
  instance_.text_pool += part.text;
  std::string().swap(part.text);
  const std::vector<Ix> area = part.areas.join_into(area_names_);
  const auto renumber = [](Ix& value, const std::vector<Ix>& numbers) {
    if (value != none) {
      value = numbers[static_cast<std::size_t>(value)];
    }
  };
  [[maybe_unused]] std::vector<Ix> kind;
  [[maybe_unused]] std::vector<Ix> challenge;
  [[maybe_unused]] std::vector<planner::List> language_lists;
  [[maybe_unused]] std::vector<planner::List> skill_lists;
  if constexpr (requires(Record r) { r.kind; }) {
    kind =
        part.kinds.join_into(std::is_same_v<Record, planner::Site> ? site_kinds_ : sponsor_kinds_);
  }
  if constexpr (requires(Record r) { r.challenge; }) {
    challenge = part.challenges.join_into(challenges_);
  }
  if constexpr (requires(Record r) { r.languages; }) {
    language_lists = list_pool_.join(part.languages, languages_);
    skill_lists = list_pool_.join(part.skills, skills_);
  }
  for (Record& record : part.records) {
    if constexpr (requires { record.id; }) {
      record.id.first += shift;
      record.name.first += shift;
      if (!targets_.areas_given) {
        renumber(record.area, area);
      }
    }
    if constexpr (requires { record.tier; }) {
      record.tier.first += shift;
    }
    if constexpr (requires { record.reason; }) {
      record.reason.first += shift;
    }
    if constexpr (requires { record.kind; }) {
      renumber(record.kind, kind);
    }
    if constexpr (requires { record.challenge; }) {
      renumber(record.challenge, challenge);
    }
    if constexpr (requires { record.languages; }) {
      record.languages =
          record.languages.size > 0 ? language_lists[record.languages.first] : planner::List{};
      record.skills = record.skills.size > 0 ? skill_lists[record.skills.first] : planner::List{};
    }
  }
}

template <class Record, class Read>
void FolderReading::read_with_ids(std::size_t file, const Read& read, std::vector<Record>& into,
                                  IdIndex& ids) {
  auto parts = read_parts_of<Record>(file, read);
  std::size_t count = 0;
  std::size_t text = instance_.text_pool.size();
  for (const Part<Record>& part : parts) {
    count += part.records.size();
    text += part.text.size();
  }
  std::vector<planner::Text> texts;
  std::vector<std::uint32_t> lines;
  if (parts.size() > 1) {
    base::reserve_large(into, count);
    lines.reserve(count);
  }
  base::reserve_large(instance_.text_pool, text);
  texts.reserve(count);
  for (Part<Record>& part : parts) {
    errors_.add_all(part.basis.faults);
    join_names(part);
    append(into, part.records);
    append(lines, part.basis.lines);
    part = {};
  }
  for (const Record& record : into) {
    texts.push_back(record.id);
  }
  add_ids(file, texts, lines, ids);
  if constexpr (std::is_same_v<Record, planner::Site>) {
    site_lines_ = std::move(lines);
  }
}

template <class Record, class Read, class Key>
void FolderReading::read_keyed(std::size_t file, const Read& read, const Key& key,
                               std::vector<Record>& into, std::vector<std::uint32_t>& lines) {
  auto parts = read_parts_of<Record>(file, read);
  std::size_t count = 0;
  for (const Part<Record>& part : parts) {
    count += part.records.size();
  }
  if (parts.size() > 1) {
    base::reserve_large(into, count);
    lines.reserve(count);
  }
  for (Part<Record>& part : parts) {
    errors_.add_all(part.basis.faults);
    join_names(part);
    append(into, part.records);
    append(lines, part.basis.lines);
    part = {};
  }
  // Rows by the first of their pair, in order of input; then each person or site is looked at
  // alone.
  std::vector<std::uint32_t> begin;
  for (const Record& record : into) {
    const auto first = static_cast<std::size_t>(key(record).first) + 1;  // none: 0
    begin.resize(std::max(begin.size(), first + 2));
    ++begin[first + 1];
  }
  for (std::size_t i = 1; i < begin.size(); ++i) {
    begin[i] += begin[i - 1];
  }
  std::vector<std::uint32_t> rows(into.size());
  std::vector<std::uint32_t> next = begin;
  for (std::uint32_t i = 0; i < into.size(); ++i) {
    rows[next[static_cast<std::size_t>(key(into[i]).first) + 1]++] = i;
  }
  const auto second = [&](std::uint32_t row) { return key(into[row]).second; };
  for (std::size_t first = 1; first + 1 < begin.size(); ++first) {
    const std::span group(rows.data() + begin[first], begin[first + 1] - begin[first]);
    std::sort(group.begin(), group.end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::pair(second(a), a) < std::pair(second(b), b);
    });
    for (std::size_t i = 1; i < group.size(); ++i) {
      if (second(group[i]) == second(group[i - 1]) && second(group[i]) != none) {
        tell_repeated(file, into[group[i - 1]], lines[group[i - 1]], into[group[i]],
                      lines[group[i]]);
      }
    }
  }
}

template <class Record>
void FolderReading::tell_repeated(std::size_t file, const Record& earlier,
                                  std::uint32_t earlier_line, const Record& later,
                                  std::uint32_t line) {
  bool wish_and_refusal = false;
  if constexpr (std::is_same_v<Record, planner::Wish>) {
    wish_and_refusal = (earlier.rank == planner::refuse) != (later.rank == planner::refuse);
  }
  const auto& columns = file_columns[file];
  errors_.add(fault_in(
      file, line, "", "", wish_and_refusal ? "wish.refused" : "key.repeated",
      wish_and_refusal
          ? base::in_words("A wish and a refusal of one {} by one person (see line {}).",
                           columns[1].name, earlier_line)
          : base::in_words("This pair of {} and {} stands on line {} already; it is given once.",
                           columns[0].name, columns[1].name, earlier_line)));
}

void FolderReading::read_pairs() {
  std::vector<std::uint32_t> lines;
  const auto of_staff = [](const auto& record) { return std::pair(record.staff, record.site); };
  read_keyed<planner::Wish>(wishes, read_wish, of_staff, instance_.wishes, lines);
  lines.clear();
  read_keyed<planner::Affinity>(
      affinity, read_affinity,
      [](const planner::Affinity& a) { return std::pair(a.site, a.sponsor); }, instance_.affinity,
      lines);
  read_keyed<planner::Pin>(pins, read_pin, of_staff, instance_.pins, pin_lines_);
  lines.clear();
  read_keyed<planner::Cost>(costs, read_cost, of_staff, instance_.costs, lines);
}

void FolderReading::name_everything() {
  instance_.languages = languages_.items();
  instance_.skills = skills_.items();
  instance_.site_kinds = site_kinds_.items();
  instance_.sponsor_kinds = sponsor_kinds_.items();
  instance_.challenges = challenges_.items();
  if (targets_.areas_given) {
    return;
  }
  // Without areas.csv nothing is known of an area but its id: each is a county by itself.
  for (const std::string& name : area_names_.items()) {
    const planner::Text text{static_cast<std::uint32_t>(instance_.text_pool.size()),
                             static_cast<std::uint32_t>(name.size())};
    instance_.text_pool += name;
    instance_.areas.push_back(
        {.id = text, .name = text, .kind = planner::AreaKind::county, .parent = none});
  }
}

void FolderReading::read_rules_file() {
  if (!texts_[rules]) {
    return;
  }
  if (auto fault = fault_of(file_names[rules], *texts_[rules])) {
    errors_.add(std::move(*fault));
    return;
  }
  rules_text_ = std::string(texts_[rules]->text);
  rules_file_ = read_rules(texts_[rules]->text, errors_, warnings_);
  instance_.rules = rules_file_.rules;
}

void FolderReading::check_whole() {
  const auto tell_empty = [&](std::size_t file, bool empty, base::Sentence sentence) {
    if (empty && sheets_[file] && sheets_[file]->usable()) {
      errors_.add(fault_in(file, 0, "", "", "programme.empty", std::move(sentence)));
    }
  };
  tell_empty(areas, area_ids_.size() == 0,
             "The file is empty: no area stands here. Name the areas, or leave the file out.");
  tell_empty(sites, instance_.sites.empty(), "The programme is empty: no site stands here.");
  tell_empty(sponsors, instance_.sponsors.empty(),
             "The programme is empty: no sponsor stands here.");
  tell_empty(staff, instance_.staff.empty(), "The programme is empty: nobody stands here.");
  check_ideas(instance_, errors_);
  if (errors_.total() > 0) {
    return;  // what follows needs a whole instance
  }
  if (!sheets_[affinity]) {
    instance_.affinity = affinity_of_rules(instance_, rules_file_.affinity);
    warn_of_unused(instance_, rules_file_.affinity, warnings_);
  } else if (!rules_file_.affinity.empty()) {
    warnings_.add({.file = "rules.toml",
                   .line = rules_file_.affinity.front().line,
                   .column = "affinity",
                   .value = {},
                   .code = "affinity.unused",
                   .expected = "affinity.csv is there, so this table was not used."});
  }
  warn_of_unmet_names(instance_, warnings_);
  check_magnitude(instance_, errors_);
  for (const planner::Clash& clash : planner::find_clashes(instance_)) {
    tell_clash(clash);
  }
}

/// At the first line that it is about; the sentence ends with the others.
void FolderReading::tell_clash(const planner::Clash& clash) {
  constexpr std::size_t most_named = 10;
  std::vector<std::uint32_t> lines;
  for (const std::size_t pin : clash.pins) {
    lines.push_back(pin_lines_[pin]);
  }
  for (const planner::Ix site : clash.sites) {
    lines.push_back(site_lines_[static_cast<std::size_t>(site)]);
  }
  std::sort(lines.begin(), lines.end());
  std::string others;
  for (std::size_t i = 1; i < std::min(lines.size(), most_named); ++i) {
    others += (i > 1 ? ", " : "") + std::to_string(lines[i]);
  }
  if (lines.size() > most_named) {
    others += ", ...";
  }
  base::Sentence detail = clash.detail;
  if (!others.empty()) {
    detail += base::in_words(" (See also line {}.)", others);
  }
  const bool pinned = !clash.pins.empty();
  errors_.add(fault_in(pinned ? pins : sites, lines.empty() ? 0 : lines.front(),
                       pinned ? "" : "lead_sponsor", "", clash.code, std::move(detail)));
}

ReadResult FolderReading::finish() {
  errors_.sort();
  warnings_.sort();
  ReadResult result;
  result.errors = errors_.kept();
  result.warnings = warnings_.kept();
  result.more_errors = errors_.total() - result.errors.size();
  result.more_warnings = warnings_.total() - result.warnings.size();
  if (errors_.total() == 0) {
    result.instance = std::move(instance_);
  }
  return result;
}

}  // namespace

ReadResult read_folder(const fs::path& folder, const ReadOptions& options) {
  return FolderReading(folder, options).run();
}

ReadResult read_texts(FolderTexts texts, const ReadOptions& options) {
  return FolderReading(std::move(texts), options).run();
}

GivenFolder read_given(const fs::path& folder, const ReadOptions& options) {
  return FolderReading(folder, options).run_given();
}

GivenFolder read_given(PackedFolder files, const ReadOptions& options) {
  return FolderReading(std::move(files), options).run_given();
}

}  // namespace sojourn::stages::placement
