// Writes an example's files, streaming: the world is held, its million people are drawn and written
// county by county.
#include "stages/placement/example.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <fstream>
#include <set>
#include <string>
#include <system_error>

#include "base/digest.h"
#include "base/refusal.h"
#include "documents/text_file.h"
#include "stages/placement/example_people.h"
#include "stages/placement/example_world.h"

namespace sojourn::stages::placement {
namespace {

namespace fs = std::filesystem;
using namespace example;

constexpr std::array<std::string_view, 9> our_files = {"README.txt",   "areas.csv", "sites.csv",
                                                       "sponsors.csv", "staff.csv", "wishes.csv",
                                                       "affinity.csv", "pins.csv",  "rules.toml"};

/// In README.txt, before a line for every other file.
constexpr std::string_view digests_heading =
    "The files as they were made, for sha256sum. With any of them changed this folder is never "
    "replaced:";

[[noreturn]] void fail(const fs::path& path) {
  throw std::system_error(errno, std::generic_category(), path.string());
}

/// The folder that is being made, and a line for each file closed in it, as `sha256sum` prints it.
struct Fresh {
  fs::path folder;
  std::string digests;
};

/// A file written through one buffer; every write and the closing are checked.
class Sheet {
 public:
  Sheet(Fresh& fresh, std::string_view name) : fresh_(fresh), path_(fresh.folder / name) {
    file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (file_ < 0) {
      fail(path_);
    }
    buffer_.reserve(buffer_size + 4096);
  }
  Sheet(const Sheet&) = delete;
  Sheet& operator=(const Sheet&) = delete;
  ~Sheet() {
    if (file_ >= 0) {
      ::close(file_);
    }
  }

  Sheet& text(std::string_view words) {
    buffer_ += words;
    return *this;
  }
  Sheet& number(std::int64_t value) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    buffer_.append(digits.data(), end);
    return *this;
  }
  /// An id: a letter and a number from 1.
  Sheet& id(char letter, std::int64_t position) {
    buffer_ += letter;
    return number(position + 1);
  }
  /// Kilometres with one decimal.
  Sheet& tenths(double km) {
    const auto value = std::llround(km * 10);
    number(value / 10);
    buffer_ += '.';
    return number(value % 10);
  }
  Sheet& comma() {
    buffer_ += ',';
    return *this;
  }
  void line() {
    buffer_ += '\n';
    ++lines_;
    if (buffer_.size() >= buffer_size) {
      flush();
    }
  }
  /// Writes what is left to the disk; the rows written, header apart.
  std::int64_t close() {
    flush();
    if (::fsync(file_) != 0 || ::close(std::exchange(file_, -1)) != 0) {
      fail(path_);
    }
    fresh_.digests += digest_.hex() + "  " + path_.filename().string() + "\n";
    return lines_ - 1;
  }

 private:
  static constexpr std::size_t buffer_size = 1 << 20;

  void flush() {
    digest_.add(buffer_);
    std::string_view rest = buffer_;
    while (!rest.empty()) {
      const ssize_t done = ::write(file_, rest.data(), rest.size());
      if (done < 0) {
        if (errno == EINTR) {
          continue;
        }
        fail(path_);
      }
      rest.remove_prefix(static_cast<std::size_t>(done));
    }
    buffer_.clear();
  }

  Fresh& fresh_;
  fs::path path_;
  int file_ = -1;
  std::string buffer_;
  base::Sha256 digest_;
  std::int64_t lines_ = 0;
};

void area_id(Sheet& sheet, Level level, std::int32_t area) {
  constexpr std::array<char, 4> letters = {'C', 'P', 'V', 'N'};
  sheet.id(letters[static_cast<std::size_t>(level)], area);
}

std::int64_t write_areas(const World& world, Fresh& fresh) {
  Sheet sheet(fresh, "areas.csv");
  sheet.text("area,name,kind,parent").line();
  sheet.text("N1,").text(world.nation.name).text(",nation,").line();
  std::int64_t i = 0;
  for (const Region& province : world.provinces) {
    sheet.id('V', i++).comma().text(province.name).text(",province,N1").line();
  }
  i = 0;
  for (const Region& prefecture : world.prefectures) {
    sheet.id('P', i++)
        .comma()
        .text(prefecture.name)
        .text(",prefecture,")
        .id('V', prefecture.parent);
    sheet.line();
  }
  i = 0;
  for (const County& county : world.counties) {
    sheet.id('C', i++).comma().text(county.name).text(" County,county,").id('P', county.prefecture);
    sheet.line();
  }
  i = 0;
  for (const Township& town : world.townships) {
    sheet.id('T', i++).comma().text(town.name).text(" Township,township,").id('C', town.county);
    sheet.line();
  }
  return sheet.close();
}

std::int64_t write_sites(const World& world, Fresh& fresh) {
  Sheet sheet(fresh, "sites.csv");
  sheet
      .text(
          "site,name,area,kind,tier,need,hardship,min_team,target_team,max_first_timers,"
          "languages,skills,challenge,x_km,y_km,lead_sponsor")
      .line();
  std::int64_t i = 0;
  for (const Site& site : world.sites) {
    sheet.id('S', i++).comma().text(site.name).comma().id('T', site.township).comma();
    sheet.text(site_kind_names[site.kind]).comma().text(tier_names[site.tier]);
    for (std::int8_t value :
         {site.need, site.hardship, site.min_team, site.target_team, site.max_first_timers}) {
      sheet.comma().number(value);
    }
    sheet.comma().text(language_names[0]);
    if (site.language != 0) {
      sheet.text(";").text(language_names[site.language]);
    }
    sheet.comma();
    for (std::int8_t k = 0; k < site.skill_count; ++k) {
      const auto skill = static_cast<std::size_t>(site.skills[static_cast<std::size_t>(k)]);
      sheet.text(k == 0 ? "" : ";").text(skill_names[skill]);
    }
    sheet.comma().text(challenge_names[site.challenge]).comma();
    sheet.tenths(site.place.x).comma().tenths(site.place.y).comma();
    if (site.announced >= 0) {
      sheet.id('O', site.announced);
    }
    sheet.line();
  }
  return sheet.close();
}

std::int64_t write_sponsors(const World& world, Fresh& fresh) {
  Sheet sheet(fresh, "sponsors.csv");
  sheet.text("sponsor,name,kind,area,release_percent,max_sites").line();
  std::int64_t i = 0;
  for (const Sponsor& sponsor : world.sponsors) {
    sheet.id('O', i++).comma().text(sponsor.name).comma().text(sponsor_kind_names[sponsor.kind]);
    sheet.comma();
    area_id(sheet, sponsor.level, sponsor.area);
    sheet.comma().number(sponsor.release_percent).comma().number(sponsor.max_sites).line();
  }
  return sheet.close();
}

std::int64_t write_affinity(const World& world, Fresh& fresh) {
  Sheet sheet(fresh, "affinity.csv");
  sheet.text("site,sponsor,score").line();
  for (const Listing& listing : world.listings) {
    sheet.id('S', listing.site).comma().id('O', listing.sponsor).comma().number(listing.score);
    sheet.line();
  }
  return sheet.close();
}

void write_person(Sheet& sheet, const World& world, const Person& person) {
  const Sponsor& sponsor = world.sponsors[static_cast<std::size_t>(person.sponsor)];
  sheet.id('E', person.number).comma().text(person.name).comma().id('O', person.sponsor).comma();
  if (person.township >= 0) {
    sheet.id('T', person.township);
  } else if (person.county >= 0) {
    sheet.id('C', person.county);
  } else {
    area_id(sheet, sponsor.level, sponsor.area);
  }
  sheet.comma();
  if (person.home_site >= 0) {
    sheet.id('S', person.home_site);
  }
  sheet.comma().tenths(person.place.x).comma().tenths(person.place.y);
  sheet.text(person.can_lead ? ",leader;member," : ",member,").text(language_names[0]);
  if (person.second_language != 0) {
    sheet.text(";").text(language_names[person.second_language]);
  }
  sheet.comma().text(skill_names[static_cast<std::size_t>(person.skills[0])]);
  if (person.skill_count == 2) {
    sheet.text(";").text(skill_names[static_cast<std::size_t>(person.skills[1])]);
  }
  sheet.comma().number(person.experience).text(person.first_timer ? ",yes," : ",no,");
  sheet.number(person.hardship_served).text(person.available ? ",yes," : ",no,");
  if (person.current_site >= 0) {
    sheet.id('S', person.current_site);
  }
  sheet.comma().number(person.strength).line();
}

void write_people(const World& world, Fresh& fresh, ExampleCounts& counts) {
  Sheet staff(fresh, "staff.csv"), wishes(fresh, "wishes.csv"), pins(fresh, "pins.csv");
  staff
      .text(
          "staff,name,sponsor,area,home_site,x_km,y_km,roles,languages,skills,"
          "experience_years,first_timer,hardship_served,available,current_site,strength")
      .line();
  wishes.text("staff,site,rank").line();
  pins.text("staff,site,role,rule,reason").line();
  std::set<std::int32_t> pinned;  // sites with a `must`, over all blocks
  std::vector<std::uint8_t> posted(world.sites.size());
  for (std::size_t block = 0; block < world.blocks.size(); ++block) {
    for (const Person& person : draw_people(world, block, posted)) {
      write_person(staff, world, person);
      for (const Wished& wished : person.wishes) {
        wishes.id('E', person.number).comma().id('S', wished.site).comma();
        if (wished.rank == 0) {
          wishes.text("refuse").line();
        } else {
          wishes.number(wished.rank).line();
        }
      }
      const bool clashes = person.pin_must && !pinned.insert(person.pin_site).second;
      if (person.pin_site >= 0 && !clashes) {
        pins.id('E', person.number).comma().id('S', person.pin_site);
        pins.text(person.pin_must ? ",any,must,agreed with the township before planning"
                                  : ",any,never,family works at this site")
            .line();
      }
    }
  }
  counts.staff = staff.close();
  counts.wishes = wishes.close();
  counts.pins = pins.close();
}

std::string_view name_of(ExampleScale scale) {
  switch (scale) {
    case ExampleScale::county: return "county";
    case ExampleScale::prefecture: return "prefecture";
    case ExampleScale::province: return "province";
    case ExampleScale::nation: return "nation";
  }
  return {};
}

void write_readme(const ExampleOptions& options, Fresh& fresh) {
  Sheet sheet(fresh, "README.txt");
  sheet.text(example_mark).line();
  sheet.text("No place, sponsor or person in it exists.").line();
  sheet.text("Scale: ").text(name_of(options.scale)).text(options.tight ? ", tight" : "");
  sheet.text(". Seed: ").text(std::to_string(options.seed)).text(".").line();
  sheet.text(digests_heading).line();
  sheet.text(fresh.digests);
  sheet.close();
}

/// Names of files that are not as README.txt says that they were made; README.txt itself where it
/// does not say it of any.
std::string edited_in(const fs::path& folder) {
  std::ifstream readme(folder / "README.txt");
  std::string line;
  while (std::getline(readme, line) && line != digests_heading) {
  }
  std::string names;
  bool any = false;
  while (std::getline(readme, line)) {
    const std::size_t gap = line.find("  ");
    if (gap == std::string::npos) {
      return "README.txt";
    }
    any = true;
    const std::string name = line.substr(gap + 2);
    const auto now = documents::read_text_file(folder / name, documents::Encoding::utf8);
    if (now->digest != line.substr(0, gap)) {
      names += (names.empty() ? "" : ", ") + name;
    }
  }
  return any ? names : "README.txt";
}

/// An example, perhaps changed since: our README.txt, and no file but ours.
bool is_example(const fs::path& folder) {
  std::ifstream readme(folder / "README.txt");
  std::string first;
  if (!std::getline(readme, first) || first != example_mark) {
    return false;
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (std::find(our_files.begin(), our_files.end(), name) == our_files.end()) {
      return false;
    }
  }
  return true;
}

/// Refuses where `folder` holds anything but an example as it was made: people begin with an
/// example and put their own programme in its place.
void refuse_others(const fs::path& folder, const fs::path& as_given) {
  if (!fs::exists(fs::symlink_status(folder)) ||
      (fs::is_directory(folder) && fs::is_empty(folder))) {
    return;
  }
  base::Refusal refusal{base::Kind::conflict, "example.folder_in_use", {}, {}, 0};
  if (!fs::is_directory(folder) || !is_example(folder)) {
    refusal.detail = base::in_words(
        "{} exists and is not an unchanged example; choose another folder or empty this one.",
        as_given.string());
    throw refusal;
  }
  if (const std::string names = edited_in(folder); !names.empty()) {
    refusal.detail = base::in_words(
        "The example in {} was changed after it was made ({}), and is left as it is. Choose "
        "another folder, or delete this one.",
        as_given.string(), names);
    throw refusal;
  }
}

}  // namespace

ExampleCounts write_example(const ExampleOptions& options, const fs::path& folder) {
  fs::path target = fs::absolute(folder).lexically_normal();
  if (!target.has_filename()) {
    target = target.parent_path();
  }
  refuse_others(target, folder);
  if (target.has_parent_path()) {
    fs::create_directories(target.parent_path());
  }
  // Written beside the target and moved there whole.
  Fresh fresh{target.string() + ".new-" + std::to_string(::getpid()), {}};
  fs::remove_all(fresh.folder);
  fs::create_directory(fresh.folder);
  ExampleCounts counts;
  try {
    const World world = draw_world(options);
    counts.areas = write_areas(world, fresh);
    counts.sites = write_sites(world, fresh);
    counts.sponsors = write_sponsors(world, fresh);
    counts.affinity = write_affinity(world, fresh);
    write_people(world, fresh, counts);
    Sheet rules(fresh, "rules.toml");
    rules.text(example_rules()).close();
    write_readme(options, fresh);
    // An earlier example steps aside for the new one, so that there is never a half of either.
    const fs::path earlier = fresh.folder.string() + "-earlier";
    if (fs::exists(target)) {
      fs::rename(target, earlier);
    }
    fs::rename(fresh.folder, target);
    fs::remove_all(earlier);
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(fresh.folder, ignored);
    throw;
  }
  return counts;
}

}  // namespace sojourn::stages::placement
