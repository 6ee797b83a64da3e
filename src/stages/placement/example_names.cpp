#include "stages/placement/example_names.h"

#include <array>
#include <span>
#include <string_view>

namespace sojourn::stages::placement::example {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 24> place_starts = {
    "Kor", "Tal", "Ves", "Mir", "Ord", "Bel", "Quen", "Sar", "Lun", "Fen", "Dra", "Hol",
    "Yar", "Nim", "Pel", "Ras", "Ild", "Wen", "Zor",  "Ast", "Gru", "Jev", "Uth", "Cal"};
constexpr std::array<std::string_view, 12> place_middles = {"a",  "e",  "i",  "o",  "an", "er",
                                                            "il", "om", "ur", "es", "ov", "ai"};
constexpr std::array<std::string_view, 18> place_ends = {
    "dal",  "mere", "ven",  "tor",  "lin", "bry",  "stead", "nor",  "seth",
    "mund", "rith", "quay", "fell", "zet", "vosk", "drin",  "thal", "pass"};

constexpr std::array<std::string_view, 20> given_starts = {"A",  "Be", "Co", "De", "E",  "Fi", "Jo",
                                                           "Ka", "Le", "Ma", "Ni", "O",  "Pa", "Ri",
                                                           "Se", "Ta", "U",  "Ve", "Yo", "Za"};
constexpr std::array<std::string_view, 12> given_ends = {"na",  "lo",  "ren", "vis", "ria", "dor",
                                                         "ven", "mel", "rin", "tus", "lea", "sko"};
constexpr std::array<std::string_view, 18> family_starts = {
    "Tor", "Vel", "Mar", "Kes", "Lan", "Bro", "Har", "Nes", "Pol",
    "Qui", "Ros", "Ste", "Tam", "Vor", "Wes", "Dun", "Fal", "Gre"};
constexpr std::array<std::string_view, 14> family_ends = {"vel",  "ner", "lin",  "dor",  "mak",
                                                          "ris",  "ten", "val",  "wick", "zan",
                                                          "rell", "by",  "grim", "lo"};

constexpr std::array<std::string_view, 16> short_starts = {
    "B", "D", "F", "H", "J", "L", "M", "N", "P", "Q", "R", "S", "Sh", "Ts", "V", "Zh"};
constexpr std::array<std::string_view, 14> short_ends = {
    "ai", "an", "ao", "en", "ou", "in", "ong", "u", "ei", "ui", "ang", "ia", "eng", "uo"};

std::string_view one_of(base::Random& random, Words words) {
  return words[random.below(words.size())];
}

std::string syllable(base::Random& random, bool capital) {
  std::string made{one_of(random, short_starts)};
  if (!capital) {
    made[0] = static_cast<char>(made[0] - 'A' + 'a');
  }
  return made += one_of(random, short_ends);
}

}  // namespace

std::string place_name(base::Random& random) {
  std::string name{one_of(random, place_starts)};
  name += one_of(random, place_middles);
  if (random.chance(0.25)) {
    name += "r";
    name += one_of(random, place_middles);
  }
  return name += one_of(random, place_ends);
}

std::string person_name(base::Random& random) {
  if (random.chance(0.35)) {
    std::string name = syllable(random, true);
    name += ' ';
    name += syllable(random, true);
    return random.chance(0.8) ? name += syllable(random, false) : name;
  }
  std::string name{one_of(random, given_starts)};
  name += one_of(random, given_ends);
  name += ' ';
  name += one_of(random, family_starts);
  return name += one_of(random, family_ends);
}

}  // namespace sojourn::stages::placement::example
